import type { FinishedGame, LiveBet, LiveState, LiveUpdate } from '@ted/messaging';
import { LiveMirror } from './mirror.ts';

const finished = (n: number) => ({ game_id: `g${n}`, end_tick: 100 + n }) as FinishedGame;
const bet = (n: number) => ({ game_id: `g${n}`, tick: 70, window_end_tick: 110, won: null }) as LiveBet;
const state = (more: Partial<LiveState> = {}) =>
  ({ type: 'state', seq: 0, history_size: 3, history: [], bets: [], ...more }) as LiveState;
const update = (seq: number, more: Partial<LiveUpdate> = {}) =>
  ({ type: 'update', seq, ...more }) as LiveUpdate;

it('is empty before ingest’s first word, and ignores updates without a state', () => {
  const mirror = new LiveMirror();
  mirror.apply(update(1));
  expect(mirror.state).toBeUndefined();
  expect(mirror.history).toEqual([]);
});

it('follows updates, settles bets at their game’s end, and keeps as much as ingest keeps', () => {
  const mirror = new LiveMirror();
  mirror.apply(state());
  mirror.apply(update(1, { bet: bet(5) }));
  mirror.apply(update(2, { bet: bet(20) }));
  for (const n of [1, 5, 20, 30]) mirror.apply(update(2 + n, { finished: finished(n) }));
  expect(mirror.state).toMatchObject({ type: 'state', seq: 32 });
  expect(mirror.history.map(({ game_id }) => game_id)).toEqual(['g5', 'g20', 'g30']);
  expect(mirror.bets.map(({ won }) => won)).toEqual([true, false]);
});

it('has another history after each game, and the same one meanwhile', () => {
  const mirror = new LiveMirror();
  mirror.apply(state());
  const before = mirror.history;
  mirror.apply(update(1, { bet: bet(5) }));
  mirror.apply({ type: 'health', history_size: 3 } as never);
  expect(mirror.history).toBe(before);
  mirror.apply(update(2, { finished: finished(5) }));
  expect(mirror.history).toHaveLength(1);
  expect(before).toEqual([]);
});

it('shrinks when ingest keeps less', () => {
  const mirror = new LiveMirror();
  mirror.apply(state({ history: [1, 2, 3].map(finished) }));
  mirror.apply({ type: 'health', history_size: 1 } as never);
  expect(mirror.history.map(({ game_id }) => game_id)).toEqual(['g3']);
});
