import { timeOfDay, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import { sentence, since, storingFault, waitingRecords } from './storing.ts';

/** The one note above the page: the worst that is wrong. */
export interface Notice {
  tone: 'warn' | 'bad';
  strong: string;
  text: string;
  actions: readonly ('try-now' | 'reload' | 'open-system')[];
  /** So many more faults wait behind this one. */
  more: number;
}

/** The worst first: no live data, then old live data, then what is not stored. */
export function notice(state: LiveState, freshness: Freshness, now: number): Notice | null {
  const faults = [live(state, freshness, now), degraded(state, now)].filter((fault) => fault !== null);
  const worst = faults[0];
  return worst ? { ...worst, more: faults.length - 1 } : null;
}

type Fault = Omit<Notice, 'more'>;

function live(state: LiveState, freshness: Freshness, now: number): Fault | null {
  switch (freshness.is) {
    case 'foreign':
      return {
        tone: 'bad',
        strong: 'This page does not understand TED.',
        text: 'They are of different versions. Reload the page.',
        actions: ['reload'],
      };
    case 'down':
      return down(freshness, now);
    case 'stale':
      return stale(state, freshness, now);
    case 'loading':
    case 'live':
      return null;
  }
}

function down({ part, since: at, why }: Extract<Freshness, { is: 'down' }>, now: number): Fault {
  const when = since({ since: at }, now);
  const actions = ['try-now', 'open-system'] as const;
  return part === 'ingest'
    ? {
        tone: 'bad',
        strong: `No live data: the ingest service is down${when}.`,
        text: 'Stored games, scores and fairness are complete up to then. TED looks again by itself.',
        actions,
      }
    : {
        tone: 'bad',
        strong: `No live data: TED has lost the game feed${when}.`,
        text: `${why === null ? '' : `${sentence(why)} `}It reconnects by itself, and this page goes on then.`,
        actions: ['open-system'],
      };
}

function stale(
  { connection, isAnswering }: LiveState,
  { ageMs, cause }: Extract<Freshness, { is: 'stale' }>,
  now: number,
): Fault {
  const strong = `Live data is ${wholeSeconds(ageMs)} old.`;
  if (cause === 'feed' || connection.is !== 'lost') {
    const text = isAnswering
      ? `The game feed has been silent for ${wholeSeconds(ageMs)}.`
      : 'TED does not answer. This page asks again by itself.';
    return { tone: 'warn', strong, text, actions: isAnswering ? [] : ['try-now'] };
  }
  return {
    tone: 'warn',
    strong,
    text: `The connection to TED was lost at ${timeOfDay(connection.since)}. ${reconnecting(connection, now)}`,
    actions: ['try-now'],
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

function degraded({ system, isAnswering }: LiveState, now: number): Fault | null {
  const fault = isAnswering && system ? storingFault(system, now) : null;
  if (!fault || !system) return null;
  const { last_save: lastSave } = system.storing;
  const ends = lastSave === null ? '' : ` History and performance end at ${timeOfDay(lastSave).slice(0, 5)}.`;
  const text = fault.isPaused ? `${fault.why} ${waitingRecords(system)}${ends}` : fault.why;
  return { tone: 'warn', strong: fault.title, text, actions: ['open-system'] };
}
