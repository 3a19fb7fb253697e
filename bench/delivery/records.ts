import type { TedRecord } from '@ted/messaging';

const TICKS = 200;
const EVERY = 10;
const TICK_MS = 250;
/** What a game of 200 ticks leaves: its start, its progress, forecasts and samples, its end and its seed. */
export const RECORDS_PER_GAME = 3 + Math.floor((TICKS - 1) / 40) + 2 * (TICKS / EVERY);

/**
 * One game a minute in the days before today, over and over: each batch also marks its hour. Not longer ago: the worker would compute the
 * metrics of all the empty hours since then meanwhile.
 */
const GAME_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = 20;
const GAMES = (DAYS * DAY_MS) / GAME_MS;
const FIRST_START = (Math.floor(Date.now() / DAY_MS) - DAYS) * DAY_MS;

const INGEST = '00000000-0000-4000-8000-000000000001';

/** At least so many records of whole games, the first of them game number `game`, as ingest makes them. */
export function recordsOf(count: number, game: number): TedRecord[] {
  const records: TedRecord[] = [];
  for (let n = game; records.length < count; n++) records.push(...gameRecords(n));
  return records;
}

function gameRecords(n: number): TedRecord[] {
  const game_id = `20260101-${n.toString(16).padStart(16, '0')}`;
  const start = FIRST_START + (n % GAMES) * GAME_MS;
  const common = (tick: number) =>
    ({ v: 1, feed: 'simulated', game_id, created_at: start + tick * TICK_MS }) as const;
  const peak = { peak_price: 2.5134, peak_tick: 150 };
  const seed = { server_seed_hash: 'a'.repeat(64), version: 'v3' };
  const records: TedRecord[] = [{ kind: 'game_started', ...common(0), start_tick: 0, ...peak, ...seed }];
  for (let tick = 0; tick < TICKS; tick++) {
    if (tick > 0 && tick % 40 === 0) records.push({ kind: 'game_progress', ...common(tick), tick, ...peak });
    if (tick % EVERY !== 0) continue;
    const features = {
      ...{ ema10: 1.0213, ema40: 1.0125, r_mean40: 0.00113, r_std40: 0.0213, up_streak: 1, down_streak: 0 },
      ...{ drawdown: 0.12, dist_to_peak: 0.31, since_peak: 12, hazard_scale: 1, epr_active: false },
    };
    records.push({ kind: 'tick_sample', ...common(tick), tick, price: 1.53, features });
    records.push({
      kind: 'prediction',
      ...common(tick),
      ingest_id: INGEST,
      model_version: 'mixture-3',
      predicted_at_tick: tick,
      predicted_end_tick: tick + 139,
      confidence: 0.8531,
      uncertainty_bounds: { lower: tick + 1, upper: tick + 400 },
      quantiles: { q10: tick + 22, q50: tick + 139, q90: tick + 460 },
      p_rug_40: 0.18171,
      hazard: 0.00501,
      features_used: features,
      experts: { published: 0.66, memoryless: 0.034, age: 0.034, pattern1: 0.028, features: 0.034 },
      last_before_end: false,
    });
  }
  const end = { start_tick: 0, end_tick: TICKS, ...peak, final_price: 0.0102 };
  records.push({
    kind: 'game_ended',
    ...common(TICKS),
    ...end,
    missed_ticks: 0,
    had_predictions: true,
    side_bets_placed: 0,
    patterns_detected: [],
  });
  records.push({
    kind: 'game_revealed',
    ...common(TICKS),
    end_tick: TICKS,
    ...peak,
    final_price: 0.0102,
    server_seed: null,
    ...seed,
    feed_timestamp: start,
  });
  return records;
}
