import type { FinishedGame } from '@ted/messaging';
import { patternAccuracy, patternStatistics } from './pattern-statistics.ts';

const game = (end_tick: number, peak_price: number, end_price: number): FinishedGame => ({
  game_id: `g${end_tick}`,
  started_at: 0,
  ended_at: 60_000,
  start_tick: 0,
  end_tick,
  peak_price,
  end_price,
  forecast: null,
  scored: null,
  log_e: null,
});

it('counts the games that a pattern spoke of, and those in which it came true', () => {
  const games = [game(100, 2, 0.02), game(5, 9, 0.02), game(300, 60, 0.001), game(8, 2, 0.001)];
  const { pattern1, pattern2, pattern3 } = patternStatistics(games);
  // After two max-payout games: one was followed by another.
  expect(pattern1).toMatchObject({ total_predictions: 2, successful_predictions: 1, accuracy: 0.5 });
  // Elsewhere half of the games were one too.
  expect(pattern1.validated_improvement).toBe(0);
  // After two high final prices: the ultra-short one and the long one.
  expect(pattern2).toMatchObject({ total_predictions: 2, successful_predictions: 1 });
  // Two reached 8×, one of them 50×, none without.
  expect(pattern3).toMatchObject({ successful_predictions: 1, validated_improvement: 0.5 });
  expect(pattern3.last_updated).toBe('1970-01-01T00:01:00.000Z');
  expect(patternAccuracy(games)).toEqual({ pattern1: 0.5, pattern2: 0.5, pattern3: 0.5 });
});

it('claims nothing of games that nobody has seen', () => {
  expect(patternStatistics([]).pattern1).toMatchObject({
    accuracy: 0,
    total_predictions: 0,
    last_updated: '',
    validated_improvement: 0,
  });
});
