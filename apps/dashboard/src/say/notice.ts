import { timeOfDay, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import { storingFault, waitingRecords } from './storing.ts';

/** The one note above the page: the worst that is wrong. */
export interface Notice {
  tone: 'warn' | 'bad';
  strong: string;
  text: string;
  action: 'try-now' | 'reload' | null;
}

export function notice(state: LiveState, freshness: Freshness, now: number): Notice | null {
  switch (freshness.is) {
    case 'foreign':
      return {
        tone: 'bad',
        strong: 'This page does not understand TED.',
        text: 'They are of different versions. Reload the page.',
        action: 'reload',
      };
    case 'down':
      return down(freshness, now);
    case 'stale':
      return stale(state, freshness, now);
    case 'loading':
      return null;
    case 'live':
      return degraded(state, now);
  }
}

function down({ part, since, why }: Extract<Freshness, { is: 'down' }>, now: number): Notice {
  const when = since === null ? '' : ` since ${timeOfDay(since)} (${wholeSeconds(now - Date.parse(since))})`;
  return part === 'ingest'
    ? {
        tone: 'bad',
        strong: `No live data: the ingest service is down${when}.`,
        text: 'What is stored is complete up to then. TED starts it again by itself; logs/backend.log says why it ended.',
        action: null,
      }
    : {
        tone: 'bad',
        strong: `No live data: TED has lost the game feed${when}.`,
        text: `${why === null ? '' : `${why}. `}It reconnects by itself, and this page goes on then.`.replace(
          /^./,
          (c) => c.toUpperCase(),
        ),
        action: null,
      };
}

function stale(
  { connection }: LiveState,
  { ageMs, cause }: Extract<Freshness, { is: 'stale' }>,
  now: number,
): Notice {
  if (cause === 'feed' || connection.is !== 'lost') {
    return {
      tone: 'warn',
      strong: `Live data is ${wholeSeconds(ageMs)} old.`,
      text: `The game feed has been silent for ${wholeSeconds(ageMs)}.`,
      action: null,
    };
  }
  return {
    tone: 'warn',
    strong: `Live data is ${wholeSeconds(ageMs)} old.`,
    text: `The connection to TED was lost at ${timeOfDay(connection.since)}. ${reconnecting(connection, now)}`,
    action: 'try-now',
  };
}

/** "Reconnecting by itself: next try in 3 s (try 4)." */
export function reconnecting(
  { nextTryAt, tries }: { nextTryAt: number; tries: number },
  now: number,
): string {
  const seconds = Math.ceil((nextTryAt - now) / 1000);
  const when = seconds > 0 ? `next try in ${seconds} s` : 'trying now';
  return `Reconnecting by itself: ${when} (try ${tries}).`;
}

function degraded({ status }: LiveState, now: number): Notice | null {
  const fault = status && storingFault(status, now);
  if (!fault) return null;
  const text = fault.isPaused ? `${fault.why} ${waitingRecords(status)}` : fault.why;
  return { tone: 'warn', strong: fault.title, text, action: null };
}
