import * as z from 'zod';
import { figure, isoTime } from './common.ts';

export const verdict = z.enum(['verified', 'mismatch', 'unverifiable', 'waiting']);

const firstForecast = z.object({
  predicted_at_tick: z.int(),
  median: z.int().describe('Predicted end tick'),
  q10: z.int(),
  q90: z.int(),
  lower: z.int(),
  upper: z.int(),
  inside: z.boolean().describe('Whether the end lay inside lower…upper'),
  error_windows: z.number().describe('(predicted − actual end) / 40; negative: early'),
});

/** Sums over all ticks of a game that had a forecast. */
const gameScores = z.looseObject({
  ticks: z.int(),
  brier: z.number(),
  log_loss: z.number(),
  baseline_brier: z.number(),
  baseline_log_loss: z.number(),
});

/** A game that has ended, as lists show it. */
export const storedGame = z.object({
  game_id: z.string(),
  feed: z.string(),
  started_at: isoTime,
  ended_at: isoTime.nullable(),
  start_tick: z
    .int()
    .nullable()
    .describe('First tick that TED saw; null for a game known only from the feed’s history'),
  end_tick: z.int().nullable(),
  peak_price: figure,
  final_price: figure,
  missed_ticks: z.int().nullable(),
  forecast: firstForecast.nullable().describe('The first forecast beside the end; null where none was made'),
  verdict: verdict.describe('Of the check against the revealed server seed'),
  first_difference_tick: z.int().nullable(),
  scores: gameScores.nullable(),
});
