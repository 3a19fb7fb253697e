import { messageOf } from '../errors.ts';
import {
  countExpired,
  readTotals,
  readValidationFacts,
  retentionRules,
  type ExpiredCount,
  type ValidationFacts,
} from '@ted/storage';
import { LiveSettings, mergedEnvironment } from '@ted/platform';
import { askGateway, readStatus, type GatewayAddress, type GatewayStatus } from '../gateway.ts';
import type { StackPaths } from '../paths.ts';
import { withDatabase } from '../with-database.ts';

const HOUR_MS = 3_600_000;
/** System samples are kept for a week; the day before persistence was switched on must still be among them. */
const SAMPLE_DAYS = 8;
/** The cleanup runs once a day: what expired since the last one still lies there. */
export const CLEANUP_EVERY_HOURS = 25;

/** What the criteria judge. */
export interface Facts {
  now: number;
  hours: number;
  /** `/api/status`, or why it could not be had. */
  status: GatewayStatus | { problem: string };
  /** The guide's historical query: what it answered and how long it took. */
  query: { predictions: number; ms: number } | { problem: string };
  stored: ValidationFacts;
  /** What should have been deleted by a cleanup that is at most so old. */
  expired: ExpiredCount[];
  lastCleanup: Date | null;
}

/** Asks the running TED and its database. */
export async function gatherFacts(paths: StackPaths, gateway: GatewayAddress, hours: number): Promise<Facts> {
  const now = Date.now();
  const status = await readStatus(gateway).catch((error: unknown) => ({ problem: messageOf(error) }));
  const query = await timedQuery(gateway, hours).catch((error: unknown) => ({ problem: messageOf(error) }));
  const feed =
    'problem' in status ? (mergedEnvironment(paths.envFile, process.env).FEED_NAME ?? 'rugs') : status.feed;
  const rules = retentionRules(new LiveSettings(paths.envFile).values);
  return withDatabase(paths, async (database) => ({
    now,
    hours,
    status,
    query,
    stored: await readValidationFacts(database, feed, hours, SAMPLE_DAYS, now),
    expired: await countExpired(database, rules, now - CLEANUP_EVERY_HOURS * HOUR_MS),
    lastCleanup: (await readTotals(database)).last_cleanup,
  }));
}

async function timedQuery(
  gateway: GatewayAddress,
  hours: number,
): Promise<{ predictions: number; ms: number }> {
  const started = performance.now();
  const path = `/api/persistence/metrics?hours=${hours}`;
  const answer = await askGateway<{ enabled?: false; total_predictions?: number }>(gateway, path);
  if (answer.total_predictions === undefined) throw new Error('persistence is off');
  return { predictions: answer.total_predictions, ms: Math.round(performance.now() - started) };
}
