import { setTimeout as sleep } from 'node:timers/promises';
import { REPORT_STALE_MS, WorkerReports, type RedisOptions } from '@ted/messaging';
import { CliError, messageOf } from '../errors.ts';

/** A hold ends by itself so long after we asked for it last: a backup that dies stops nobody for longer. */
const HOLD_MS = 15_000;
const ASK_AGAIN_MS = 4_000;
const HELD_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/**
 * Does something while no worker writes: what they have begun is finished, the next batches wait (in Redis and the outbox, where
 * nothing is lost). Throws CliError if they cannot be held, or were not held until the end.
 */
export async function whileWritesAreHeld<T>(redis: RedisOptions, work: () => Promise<T>): Promise<T> {
  let problem: string | undefined;
  const reports = new WorkerReports(redis, (error) => (problem = error.message));
  let lapsed: string | undefined;
  let renewal: NodeJS.Timeout | undefined;
  try {
    await connected(reports, () => problem);
    await reports.hold(HOLD_MS);
    const since = Date.now();
    renewal = setInterval(() => {
      reports.hold(HOLD_MS).catch((error: unknown) => (lapsed = messageOf(error)));
    }, ASK_AGAIN_MS);
    await untilHeld(reports, since);
    const result = await work();
    if (lapsed !== undefined) throw new CliError(`writes were not held until the end: ${lapsed}; try again`);
    return result;
  } finally {
    clearInterval(renewal);
    if (reports.connected) await reports.release().catch(() => undefined);
    reports.close();
  }
}

async function connected(reports: WorkerReports, problem: () => string | undefined): Promise<void> {
  const ready = new Promise<boolean>((resolve) => reports.onConnected(() => resolve(true)));
  const late = new AbortController();
  const inTime = await Promise.race([ready, sleep(3000, false, { signal: late.signal })]);
  late.abort();
  if (!inTime)
    throw new CliError(`Redis cannot be reached, so the workers cannot be held: ${problem() ?? 'no answer'}`);
}

/** Every replica that lives has said, since then, that it writes nothing. */
async function untilHeld(reports: WorkerReports, since: number): Promise<void> {
  const deadline = Date.now() + HELD_WITHIN_MS;
  for (;;) {
    const alive = (await reports.read()).filter(({ at }) => Date.now() - at < REPORT_STALE_MS);
    const busy = alive.filter(({ held, at }) => !held || at < since);
    if (busy.length === 0) return;
    if (Date.now() > deadline)
      throw new CliError(
        `a worker still writes after ${HELD_WITHIN_MS / 1000} s (${busy[0]!.id}); try again`,
      );
    await sleep(LOOK_EVERY_MS);
  }
}
