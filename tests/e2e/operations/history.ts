import type { Db } from 'mongodb';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FEED = 'simulated';
/** When persistence was switched on, in this invented past. */
const ON_HOURS_AGO = 26;

/**
 * A day of storing and, before it, a day with persistence off, as ingest and the workers would have left them: a game every ten minutes,
 * a prediction every minute, the metrics of every finished hour, a system sample every minute.
 */
export async function inventHistory(db: Db, now = Date.now()): Promise<void> {
  const at = (minutesAgo: number): Date => new Date(now - minutesAgo * MINUTE_MS);
  const every = (step: number, minutes: number): number[] =>
    Array.from({ length: Math.floor(minutes / step) }, (_, i) => (i + 1) * step);

  const moments = every(10, ON_HOURS_AGO * 60).map(at);
  await db.collection('games').insertMany(
    moments.map((created_at, i) => ({
      feed: FEED,
      game_id: `past-${i}`,
      status: 'ended',
      end_tick: 100,
      created_at,
    })),
  );
  await db.collection('predictions').insertMany(
    every(1, ON_HOURS_AGO * 60).map((minutesAgo) => ({
      feed: FEED,
      game_id: `past-${minutesAgo}`,
      predicted_at_tick: 0,
      model_version: 'past',
      ingest_id: 'past',
      resolved: true,
      created_at: at(minutesAgo),
    })),
  );
  const thisHour = Math.floor(now / HOUR_MS) * HOUR_MS;
  await db.collection('metrics_hourly').insertMany(
    every(1, ON_HOURS_AGO + 1).map((hoursAgo) => ({
      feed: FEED,
      hour_start: new Date(thisHour - hoursAgo * HOUR_MS),
      games_analyzed: 6,
      prediction_metrics: { total_predictions: 60, scored_predictions: 0 },
      created_at: new Date(thisHour - (hoursAgo - 1) * HOUR_MS),
    })),
  );
  await db.collection('system_samples').insertMany(
    every(1, 2 * ON_HOURS_AGO * 60).map((minutesAgo) => ({
      feed: FEED,
      ingest_id: 'past',
      minute: at(minutesAgo),
      avg_latency_ms: 0.4,
      updates: 240,
      websocket_disconnects: 0,
      errors_logged: minutesAgo % 60 === 0 ? 1 : 0,
      persistence_enabled: minutesAgo < ON_HOURS_AGO * 60,
      created_at: at(minutesAgo),
    })),
  );
}
