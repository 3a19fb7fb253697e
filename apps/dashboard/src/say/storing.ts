import { count } from '../format/numbers.ts';
import { duration, timeOfDay, wholeSeconds } from '../format/times.ts';
import type { Component, Status } from '../live/status.ts';
import type { Answer } from './answer.ts';

/** Why storing does not go on as it should; null when it does. */
export interface StoringFault {
  isPaused: boolean;
  title: string;
  /** One sentence. */
  why: string;
}

/** Are the games stored? */
export function storing(status: Status | null, now: number): Answer {
  const question = 'Are the games stored?';
  if (!status)
    return { question, icon: 'unknown', says: 'Not known', reason: 'TED does not answer at the moment.' };
  const { enabled, records_saved: saved, last_save: lastSave } = status.persistence;
  if (!enabled) {
    return {
      question,
      icon: 'wait',
      says: 'Switched off',
      reason: 'Nothing is stored; the newest games stay in memory.',
    };
  }
  const fault = storingFault(status, now);
  const waiting = waitingRecords(status);
  if (fault?.isPaused) return { question, icon: 'warn', says: 'Not now', reason: `${fault.why} ${waiting}` };
  const last = lastSave === null ? '' : `, the last ${duration(now - Date.parse(lastSave))} ago`;
  const score = saved === 0 ? 'Nothing to store yet.' : `${count(saved)} records saved${last}.`;
  return {
    question,
    icon: fault ? 'warn' : 'ok',
    says: fault ? 'Yes, with a warning' : 'Yes',
    reason: fault ? `${fault.why} ${score}` : `${score} ${waiting}`,
  };
}

export function storingFault({ components, persistence }: Status, now: number): StoringFault | null {
  const { mongodb, redis, persistence_workers: workers, persistence_switch: persistenceSwitch } = components;
  const isPaused = persistence.enabled;
  const title = (what: string) =>
    isPaused ? 'Storing is paused, forecasts are live.' : `${what}, forecasts are live.`;
  if (mongodb.status !== 'ok') {
    return {
      isPaused,
      title: title('MongoDB is away'),
      why: `MongoDB has not answered${since(mongodb, now)}.`,
    };
  }
  if (redis.status !== 'ok') {
    return { isPaused, title: title('Redis is away'), why: `Redis has not answered${since(redis, now)}.` };
  }
  if (workers.status === 'down') {
    return {
      isPaused,
      title: title('No worker runs'),
      why: `No persistence worker reports${since(workers, now)}.`,
    };
  }
  if (workers.status === 'degraded') {
    return { isPaused: false, title: 'Storing needs a look.', why: sentence(workers.why) };
  }
  if (persistenceSwitch.status !== 'ok') {
    return {
      isPaused: false,
      title: 'The switch for storing needs a look.',
      why: sentence(persistenceSwitch.why),
    };
  }
  return null;
}

/** "1,204 records wait on disk; none is lost." */
export function waitingRecords({ persistence: { outbox } }: Status): string {
  if (!outbox) return '';
  if (outbox.pending === 0) return 'None wait.';
  return outbox.pending === 1
    ? '1 record waits on disk; it is not lost.'
    : `${count(outbox.pending)} records wait on disk; none is lost.`;
}

function since({ since }: Component, now: number): string {
  return since === null ? '' : ` since ${timeOfDay(since)} (${wholeSeconds(now - Date.parse(since))})`;
}

function sentence(why: string | null): string {
  if (!why) return 'The reason is not known.';
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
