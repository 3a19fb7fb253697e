import type { System } from '../api/system.ts';
import { dayAndTime } from '../format/times.ts';
import { sentence, since } from './storing.ts';

/** What wants a look, and since when or what follows from it. */
export interface Warning {
  icon: 'warn' | 'bad';
  text: string;
  note: string | null;
}

const SILENT = {
  feed: 'The game feed is away.',
  ingest: 'Ingest does not answer.',
  redis: 'Redis does not answer.',
  workers: 'No worker reports.',
  mongodb: 'MongoDB does not answer.',
  outbox: 'The outbox is not known.',
} as const;

/** Through whom something is heard of a part: while that is down, it is not the part's fault. */
const TOLD_BY: Partial<Record<keyof typeof SILENT, readonly (keyof typeof SILENT)[]>> = {
  feed: ['ingest'],
  workers: ['redis'],
  outbox: ['ingest', 'redis'],
};

/** Every part that is not well, what that means for what is stored, and what the gateway warns of. */
export function warningsOf({ parts, workers, warnings }: System, now: number): Warning[] {
  const found: Warning[] = [];
  for (const name of Object.keys(SILENT) as (keyof typeof SILENT)[]) {
    const part = parts[name];
    if (part.state === 'ok' || TOLD_BY[name]?.some((other) => parts[other].state === 'down')) continue;
    const forLong = since(part, now).trim();
    found.push({
      icon: part.state === 'down' ? 'bad' : 'warn',
      text: part.state === 'down' ? SILENT[name] : sentence(part.why),
      note: forLong === '' ? null : sentence(forLong),
    });
  }
  if (workers.some(isPaused))
    found.push({
      icon: 'warn',
      text: 'The workers are paused.',
      note: 'They keep their jobs; no try is used up.',
    });
  if (parts.mongodb.state === 'down')
    found.push({
      icon: 'warn',
      text: 'History and performance cannot be read.',
      note: 'They are there again when MongoDB is.',
    });
  for (const { message, since: at } of warnings)
    found.push({
      icon: 'warn',
      text: sentence(message),
      note: at === null ? null : `Since ${dayAndTime(at)}.`,
    });
  return found;
}

/** A worker that is well itself and waits for MongoDB. */
export const isPaused = ({ state, mongodb }: System['workers'][number]): boolean =>
  state !== 'down' && mongodb === 'down';
