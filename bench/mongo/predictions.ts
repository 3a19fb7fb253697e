/** Predictions as TED stores them, in arrival order: one each tick, games one after the other, four ticks a second. */

export const TICK_MS = 250;
export const START = Date.UTC(2026, 0, 1);
const TICKS_PER_GAME = 200;

/** The prediction of the nth tick since START. */
export function predictionAt(n: number): Record<string, unknown> {
  const key = keyAt(n);
  const tick = key.predicted_at_tick;
  return {
    ...key,
    predicted_end_tick: tick + 139,
    confidence: 0.853,
    uncertainty_bounds: { lower: tick + 1, upper: tick + 400 },
    quantiles: { q10: tick + 22, q50: tick + 139, q90: tick + 460 },
    p_rug_40: 0.1817 + (n % 97) / 10_000,
    hazard: 0.005,
    features_used: {
      ema10: 1.02,
      ema40: 1.01,
      return_mean: 0.001,
      return_sd: 0.02,
      up_streak: 3,
      in_drawdown: false,
    },
    experts: { constant: 0.41, memoryless: 0.22, age: 0.17, pattern: 0.1, features: 0.1 },
    last_before_end: tick === TICKS_PER_GAME - 1,
    created_at: new Date(START + n * TICK_MS),
    resolved: false,
    actual_end_tick: null,
    error_metrics: null,
  };
}

/** The natural key of the nth prediction. */
export function keyAt(n: number) {
  const game = Math.floor(n / TICKS_PER_GAME);
  return {
    feed: 'simulated',
    game_id: `20260101-${game.toString(16).padStart(20, '0')}`,
    predicted_at_tick: n % TICKS_PER_GAME,
    model_version: 'mixture-1',
    ingest_id: '00000000-0000-4000-8000-000000000001',
  };
}
