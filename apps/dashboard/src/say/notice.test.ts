import { freshnessOf } from '../live/freshness.ts';
import { withLoss, withSystem, type LiveState } from '../live/state.ts';
import { down, live, NOW, system } from '../testing/samples.ts';
import { notice } from './notice.ts';

const noteOf = (state: LiveState, now = NOW) => notice(state, freshnessOf(state, now), now);

describe('the note', () => {
  it('is not there while all is well', () => {
    expect(noteOf(withSystem(live(), system()))).toBeNull();
  });

  it('says that storing is paused, since when, and that nothing is lost', () => {
    const known = system({ mongodb: down() });
    known.storing.pending = 1204;
    const note = noteOf(withSystem(live(), known));
    expect(note).toMatchObject({ tone: 'warn', strong: 'Storing is paused, forecasts are live.' });
    expect(note?.text).toMatch(
      /^MongoDB has not answered since .* \(3 min 26 s\)\. 1,204 records wait on disk; none is lost\. History and performance end at \d\d:49\.$/,
    );
  });

  it('puts old data before paused storing', () => {
    const state = withLoss(withSystem(live(), system({ mongodb: down() })), NOW + 15_000, 4, NOW);
    const note = noteOf(state, NOW + 12_000);
    expect(note).toMatchObject({ strong: 'Live data is 12 s old.', actions: ['try-now'], more: 1 });
    expect(note?.text).toMatch(/next try in 3 s \(try 4\)\.$/);
  });

  it('tells a silent feed from a lost connection', () => {
    expect(noteOf(live(), NOW + 12_000)).toMatchObject({
      text: 'The game feed has been silent for 12 s.',
      actions: [],
    });
  });

  it('blames nobody behind a gateway that does not answer', () => {
    expect(noteOf(withSystem(live(), null), NOW + 12_000)).toMatchObject({
      strong: 'Live data is 12 s old.',
      text: 'TED does not answer. This page asks again by itself.',
      actions: ['try-now'],
    });
  });

  it('names a service that is down', () => {
    const note = noteOf(withSystem(live(), system({ ingest: down() })), NOW + 3000);
    expect(note?.tone).toBe('bad');
    expect(note?.strong).toMatch(/^No live data: the ingest service is down since .* \(3 min 29 s\)\.$/);
  });
});
