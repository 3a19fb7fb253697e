import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/wait.ts';
import type { Chaos } from './chaos.ts';

/** Waits; rejects when the run is ended. */
export function pause({ signal }: Pick<Chaos, 'signal'>, ms: number): Promise<void> {
  return delay(ms, undefined, { signal });
}

/** An ingest this little behind the feed has taken everything that was sent a sync interval ago. */
const CAUGHT_UP_MS = 30;
const HOUR_MS = 3_600_000;

/** How far ingest is behind the feed in ms, by the newest update that it has taken; Infinity while nobody knows. */
export async function lagOfIngest({ feed, ted }: Chaos): Promise<number> {
  const sent = feed.log.updates.at(-1)?.at;
  const response = await fetch(new URL('/health', ted.stack.ingest_url), {
    signal: AbortSignal.timeout(1000),
  });
  const { last_update_at: taken } = (await response.json()) as { last_update_at: number | null };
  if (sent === undefined || taken === null || !feed.connected) return Infinity;
  // Its clock may be an hour wrong just now.
  const behind = sent - taken;
  return Math.abs(behind - Math.round(behind / HOUR_MS) * HOUR_MS);
}

/**
 * Waits until ingest is connected and has caught up with the feed: only then does the ledger know what it has accepted.
 * Fails when the machine is too slow for that.
 * @returns how far it was behind at last, in ms
 */
export async function untilCaughtUp(chaos: Chaos, timeoutMs = 60_000): Promise<number> {
  let inARow = 0;
  let lag = Infinity;
  await eventually(
    'ingest has caught up with the feed',
    async () => {
      chaos.signal.throwIfAborted();
      lag = await lagOfIngest(chaos).catch(() => Infinity);
      inARow = lag <= CAUGHT_UP_MS ? inARow + 1 : 0;
      return `behind by ${lag} ms`;
    },
    () => inARow >= 2,
    timeoutMs,
  );
  return lag;
}

/** Tries until it works: what it needs may be down just now. */
export function untilDone<T>(what: string, work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  return eventually(what, work, () => true, timeoutMs);
}
