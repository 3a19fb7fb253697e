import { down, game, live, message, NOW, system } from '../testing/samples.ts';
import { freshnessOf } from './freshness.ts';
import { firstState, withLoss, withMessage, withSystem } from './state.ts';

describe('freshness', () => {
  it('is lost after 2 s in a game and after 5 s between games', () => {
    expect(freshnessOf(live(), NOW + 2000)).toEqual({ is: 'live', ageMs: 2000 });
    expect(freshnessOf(live(), NOW + 2001)).toEqual({ is: 'stale', ageMs: 2001, cause: 'feed' });
    const between = live({ game_state: game({ phase: 'cooldown', isRugged: true, cooldown_ms: 12_000 }) });
    expect(freshnessOf(between, NOW + 5000).is).toBe('live');
    expect(freshnessOf(between, NOW + 5001).is).toBe('stale');
  });

  it('stays as it was for a moment when the connection breaks', () => {
    const lost = withLoss(live(), NOW + 1000, 1, NOW);
    expect(freshnessOf(lost, NOW + 1000).is).toBe('live');
    expect(freshnessOf(lost, NOW + 3000)).toEqual({ is: 'stale', ageMs: 3000, cause: 'connection' });
  });

  it('names the part that says of itself that it is down, once nothing comes any more', () => {
    const broken = withSystem(live(), system({ ingest: down() }));
    expect(freshnessOf(broken, NOW + 1000).is).toBe('live');
    expect(freshnessOf(broken, NOW + 3000)).toMatchObject({ is: 'down', part: 'ingest' });
    const deaf = withSystem(live(), system({ feed: down() }));
    expect(freshnessOf(deaf, NOW + 3000)).toMatchObject({ is: 'down', part: 'feed' });
  });

  it('does not believe an old answer about the parts when the connection is lost', () => {
    const lost = withLoss(withSystem(live(), system({ ingest: down() })), NOW + 1000, 1, NOW);
    expect(freshnessOf(lost, NOW + 3000)).toMatchObject({ is: 'stale', cause: 'connection' });
  });

  it('is loading until the first update', () => {
    expect(freshnessOf(firstState(NOW), NOW + 700)).toEqual({ is: 'loading', forMs: 700 });
    const told = withMessage(firstState(NOW), message({ type: 'initial_state' }), NOW);
    expect(freshnessOf(told, NOW + 700).is).toBe('loading');
  });

  it('gives way to a message that is not understood', () => {
    expect(freshnessOf({ ...live(), foreign: true }, NOW)).toEqual({ is: 'foreign' });
  });
});
