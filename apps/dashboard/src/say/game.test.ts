import type { GameDetail } from '../api/game.ts';
import type { StoredPrediction } from '../api/stored-forecasts.ts';
import { gameReason, gameTitle, whatHappened } from './game.ts';

const said = (over: Partial<StoredPrediction> = {}): StoredPrediction => ({
  game_id: 'g',
  predicted_at_tick: 260,
  predicted_end_tick: 394,
  quantiles: { q10: 281, q90: 704 },
  uncertainty_bounds: { lower: 261, upper: 580 },
  p_rug_40: 0.188,
  most_weight: { name: 'published', weight: 0.58 },
  last_before_end: false,
  created_at: '2025-10-30T13:24:00.000Z',
  e40: -3.4,
  in_interval: true,
  rugged_within_40: false,
  brier: 0.035,
  ...over,
});

const game = (over: Partial<GameDetail> = {}): GameDetail => ({
  game_id: 'g',
  feed: 'simulated',
  started_at: '2025-10-30T13:23:31.000Z',
  ended_at: '2025-10-30T13:25:59.000Z',
  start_tick: 0,
  end_tick: 531,
  peak_price: 10.36,
  final_price: 0.02,
  missed_ticks: 0,
  forecast: null,
  verdict: 'verified',
  first_difference_tick: null,
  scores: null,
  path: [],
  predictions: [said(), said({ in_interval: false }), said({ in_interval: null })],
  side_bets: [],
  server_seed: null,
  server_seed_hash: null,
  version: 'v3',
  older_game: null,
  newer_game: null,
  ...over,
});

describe('a game in words', () => {
  it('is its end', () => {
    expect(gameTitle(game())).toBe('Ended at tick 531 after 2:13, peak 10.36×');
    expect(gameTitle(game({ end_tick: null }))).toMatch(/not seen/);
  });

  it('says what came of it and what was not seen', () => {
    expect(gameReason(game())).toMatch(/ · 1 of 2 ranges held the end · no bet recommended · verified$/);
    expect(gameReason(game({ start_tick: 41, missed_ticks: 13, verdict: 'unverifiable' }))).toMatch(
      /cannot be verified · joined at tick 41 · 13 ticks not seen$/,
    );
  });

  it('says what happened after a moment', () => {
    expect(whatHappened(game(), said(), 260)).toBe(
      'It ran 271 more ticks and ended at 531: inside the range, −3.4 windows from the median. A bet at tick 260 would have lost.',
    );
    expect(whatHappened(game({ end_tick: 300 }), said(), 260)).toMatch(/A bet at tick 260 would have won\.$/);
    expect(whatHappened(game({ end_tick: 301 }), said(), 260)).toMatch(/would have lost\.$/);
    expect(whatHappened(game({ end_tick: 900 }), said(), 899)).toMatch(
      /^It ran 1 more tick and ended at 900: outside/,
    );
    expect(whatHappened(game(), null, 3)).not.toMatch(/range/);
  });
});
