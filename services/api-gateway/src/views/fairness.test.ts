import { playGame } from '@ted/fairness';
import type { LiveFairness } from '@ted/messaging';
import type { FairnessOverview, GameDocument } from '@ted/storage';
import { fairnessOverview, gameFairness } from '../schemas/fairness.ts';
import { fairnessView, gameFairnessView } from './fairness.ts';

const at = new Date('2025-12-07T12:00:00Z');
const stored: FairnessOverview = {
  verified: 3,
  mismatch: 1,
  unverifiable: 0,
  waiting: 2,
  counted: 2,
  firstGameAt: at,
  highest: { game_id: 'a', ended_at: at, log_e: 1.5 },
  series: [
    { game_id: 'a', ended_at: at, log_e: 1.5 },
    { game_id: 'b', ended_at: at, log_e: 0.5 },
  ],
  exceptions: [],
};
const live: LiveFairness = {
  games: 3,
  warm_up_games: 10,
  log_e: 0.7,
  max_log_e: 1.5,
  rejected_at_game: null,
};
const view = (more: Partial<FairnessOverview>, now?: LiveFairness) =>
  fairnessOverview.parse(fairnessView('simulated', { ...stored, ...more }, now));

it('takes the evidence from ingest, and its course and height from what is stored', () => {
  expect(view({}, live)).toMatchObject({
    e_value: Math.exp(0.7),
    max_e_value: Math.exp(1.5),
    max_at: at.toISOString(),
    games_counted: 3,
    warm_up_games: 10,
  });
});

it('without ingest says what the last stored game says', () => {
  expect(view({})).toMatchObject({
    log_e: 0.5,
    max_e_value: Math.exp(1.5),
    games_counted: 2,
    warm_up_games: null,
  });
  const nothing = { highest: null, series: [], firstGameAt: null, counted: 0 };
  expect(view(nothing)).toMatchObject({ e_value: 1, max_e_value: 1, max_at: null });
});

it('does not say when a height was reached that an ingest which began anew has not seen', () => {
  expect(view({}, { ...live, max_log_e: 0.9 }).max_at).toBeNull();
  expect(view({}, { ...live, max_log_e: 0 }).max_at).toBeNull();
});

it('shows overwhelming evidence as a number that JSON can hold', () => {
  const { e_value, log_e } = view({}, { ...live, log_e: 5000, max_log_e: 5000 });
  expect(Number.isFinite(e_value)).toBe(true);
  expect(log_e).toBe(5000);
});

describe('a game', () => {
  const game = { feed: 'simulated', game_id: '20250601-a', version: 'v3', created_at: at } as GameDocument;
  const checked = (more: Partial<GameDocument>) => gameFairness.parse(gameFairnessView({ ...game, ...more }));

  it('that waits has no replay before its seed is there, and one from then on', () => {
    expect(checked({})).toMatchObject({ verdict: 'waiting', compared: [], server_seed: null, replay: null });
    const { endTick, peakPrice, prices } = playGame('seed', game.game_id, 'v3');
    expect(checked({ server_seed: 'seed' })).toMatchObject({
      verdict: 'waiting',
      replay: { end_tick: endTick, peak_price: peakPrice, prices },
    });
    expect(checked({ server_seed: 'seed', version: 'v9' }).replay).toBeNull();
  });

  it('is replayed by the algorithm that it was verified with', () => {
    const fairness = {
      verdict: 'verified' as const,
      compared: ['end_tick' as const],
      prices_compared: 0,
      first_difference: null,
      algorithm_version: 'v3, rug probability 0.011',
      reason: null,
      checked_at: at,
    };
    const ends = [undefined, fairness].map(
      (verdict) =>
        checked({ server_seed: 'another seed', ...(verdict && { fairness: verdict }) }).replay!.end_tick,
    );
    expect(ends[0]).toBeGreaterThan(ends[1]!);
  });
});
