import type { Db } from 'mongodb';
import { migrate } from '@ted/storage';

const BATCH = 5000;
/** One every ten ticks, as ingest stores them by default. */
const EVERY_MS = 2500;
const GAME_LENGTH = 20;

/** Fills a database with scored predictions, the newest of them now; at the rate of a followed feed unless told otherwise. */
export async function seedPredictions(
  mongoUrl: string,
  db: Db,
  count: number,
  say: (line: string) => void,
  everyMs = EVERY_MS,
): Promise<void> {
  await migrate({ mongoUrl, checkOnly: false, log: () => undefined });
  const now = Date.now();
  // Whose hours are due, the worker learns from the games.
  const created_at = new Date(now - count * everyMs);
  await db
    .collection('games')
    .insertOne({ feed: 'simulated', game_id: 'bench', status: 'running', created_at });
  for (let n = 0; n < count; n += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, count - n) }, (_, i) => {
      return predictionAt(n + i, now - (count - n - i) * everyMs);
    });
    await db.collection('predictions').insertMany(documents, { ordered: false });
    if (n % 200_000 === 0) say(`${n} of ${count} predictions are stored`);
  }
}

function predictionAt(n: number, at: number) {
  const game = Math.floor(n / GAME_LENGTH);
  const tick = (n % GAME_LENGTH) * 10;
  const end = GAME_LENGTH * 10 + (game % 7);
  const median = tick + 138;
  const rugged = end <= tick + 40;
  return {
    feed: 'simulated',
    game_id: `20260101-${game.toString(16).padStart(16, '0')}`,
    predicted_at_tick: tick,
    model_version: 'bench',
    ingest_id: 'bench',
    predicted_end_tick: median,
    confidence: 0.85,
    uncertainty_bounds: { lower: tick + 1, upper: tick + 400 },
    quantiles: { q10: tick + 21, q50: median, q90: tick + 459 },
    p_rug_40: 0.18,
    hazard: 0.005,
    features_used: { ema10: 1.2, ema40: 1.3, r_mean40: 0.001, r_std40: 0.05, up_streak: 1, down_streak: 0 },
    experts: { published: 0.5, memoryless: 0.5 },
    last_before_end: false,
    created_at: new Date(at),
    resolved: true,
    void: false,
    actual_end_tick: end,
    error_metrics: {
      raw_error: median - end,
      signed_error: median - end,
      absolute_error: Math.abs(median - end),
      e40: (median - end) / 40,
      within_windows: Math.ceil(Math.abs(median - end) / 40),
    },
    in_interval: true,
    rugged_within_40: rugged,
    scores: {
      brier: (0.18 - Number(rugged)) ** 2,
      log_loss: rugged ? 1.715 : 0.198,
      baseline_p: 0.1817,
      baseline_brier: (0.1817 - Number(rugged)) ** 2,
      baseline_log_loss: rugged ? 1.705 : 0.2,
    },
  };
}
