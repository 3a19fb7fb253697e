import { count } from '../format/numbers.ts';
import { timeOfDay, wholeSeconds } from '../format/times.ts';
import type { System, SystemPart } from '../api/system.ts';

/** Why storing does not go on as it should; null when it does. */
export interface StoringFault {
  /** Records wait and nothing is stored. */
  isPaused: boolean;
  title: string;
  /** One sentence. */
  why: string;
}

export function storingFault({ parts, storing }: System, now: number): StoringFault | null {
  const { mongodb, redis, workers, outbox } = parts;
  const isPaused = storing.enabled;
  const fault = (what: string, why: string): StoringFault => ({
    isPaused,
    title: isPaused ? 'Storing is paused, forecasts are live.' : `${what}, forecasts are live.`,
    why,
  });
  if (mongodb.state !== 'ok')
    return fault('MongoDB is away', `MongoDB has not answered${since(mongodb, now)}.`);
  if (redis.state !== 'ok') return fault('Redis is away', `Redis has not answered${since(redis, now)}.`);
  if (workers.state === 'down')
    return fault('No worker runs', `No persistence worker reports${since(workers, now)}.`);
  // Ingest, which alone knows of its outbox, is a fault of its own.
  const others = parts.ingest.state === 'down' ? [workers] : [outbox, workers];
  for (const part of others) {
    if (part.state !== 'ok')
      return { isPaused: false, title: 'Storing needs a look.', why: sentence(part.why) };
  }
  return null;
}

/** "1,204 records wait on disk; none is lost." */
export function waitingRecords({ storing: { pending } }: System): string {
  if (pending === 0) return 'None wait.';
  return pending === 1
    ? '1 record waits on disk; it is not lost.'
    : `${count(pending)} records wait on disk; none is lost.`;
}

/** " since 13:46:31 (3 min 26 s)", or nothing where it is not known. */
export function since({ since }: Pick<SystemPart, 'since'>, now: number): string {
  return since === null ? '' : ` since ${timeOfDay(since)} (${wholeSeconds(now - Date.parse(since))})`;
}

/** A reason of a part as a sentence of its own. */
export function sentence(why: string | null): string {
  if (!why) return 'The reason is not known.';
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}.`.replace(/\.\.$/, '.');
}
