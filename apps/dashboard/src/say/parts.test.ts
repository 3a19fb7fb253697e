import { freshnessOf } from '../live/freshness.ts';
import { withLoss, withSystem, type LiveState } from '../live/state.ts';
import { down, live, NOW, system } from '../testing/samples.ts';
import { parts } from './parts.ts';

const says = (state: LiveState, now = NOW) =>
  Object.fromEntries(parts(state, freshnessOf(state, now), now).map((part) => [part.name, part.says]));

describe('the parts', () => {
  it('each say how they are', () => {
    expect(says(withSystem(live(), system()))).toEqual({
      'Game feed': '0.1 s ago',
      Ingest: 'connected',
      Gateway: '3 ms',
      Redis: '1 job waiting',
      Workers: '2 of 2',
      MongoDB: 'saved 11 s ago',
    });
  });

  it('claim nothing of the feed while ingest is down', () => {
    const state = withSystem(live(), system({ ingest: down(), feed: down() }));
    expect(says(state, NOW + 3000)).toMatchObject({ 'Game feed': 'not known', Ingest: 'down 3 min 29 s' });
  });

  it('are not known while TED does not answer', () => {
    const lost = withLoss(live(), NOW + 15_000, 4, NOW);
    expect(says(lost, NOW + 12_000)).toMatchObject({ Gateway: 'silent for 12 s', MongoDB: 'not known' });
  });
});
