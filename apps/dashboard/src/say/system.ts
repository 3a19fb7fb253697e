import type { System } from '../api/system.ts';
import type { IconName } from '../components/Icon.tsx';
import { count } from '../format/numbers.ts';
import { duration, timeOfDay, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import { reconnecting } from './notice.ts';
import { since, storingFault, waitingRecords } from './storing.ts';

interface SystemVerdict {
  icon: IconName;
  tone: 'plain' | 'warn' | 'bad';
  title: string;
  text: string;
}

/** How everything is, in one sentence and its reason. */
export function systemVerdict(state: LiveState, freshness: Freshness, now: number): SystemVerdict {
  const { system, isAnswering, connection } = state;
  if (!isAnswering) {
    const asOf = system ? ` Figures below are from ${timeOfDay(system.at)}.` : '';
    const next = connection.is === 'lost' ? ` ${reconnecting(connection, now)}` : '';
    const silent = system ? ` for ${wholeSeconds(now - system.at)}` : '';
    return {
      icon: 'warn',
      tone: 'warn',
      title: 'This page cannot reach TED',
      text: `The gateway has not answered${silent}. What lies behind it is not known from here: TED may well go on watching and storing.${asOf}${next}`,
    };
  }
  if (!system)
    return { icon: 'unknown', tone: 'plain', title: 'Checking', text: 'Asking every part how it is.' };
  if (freshness.is === 'down') {
    const part = freshness.part === 'ingest' ? 'The ingest service is down' : 'The game feed is away';
    return {
      icon: 'bad',
      tone: 'bad',
      title: 'No live data',
      text: `${part}${since(freshness, now)}. Stored games, scores and fairness are complete up to then.`,
    };
  }
  const fault = storingFault(system, now);
  if (fault) {
    const title = fault.isPaused
      ? 'Forecasts are live, storing is paused'
      : 'Forecasts are live, storing needs a look';
    const after = fault.isPaused ? ` ${whatWaits(system)}` : '';
    return { icon: 'warn', tone: 'warn', title, text: `${fault.why}${after}` };
  }
  if (freshness.is === 'stale') {
    const text = `Every part answers, but the game feed has been silent for ${wholeSeconds(freshness.ageMs)}.`;
    return { icon: 'warn', tone: 'warn', title: 'Live data is old', text };
  }
  return {
    icon: 'ok',
    tone: 'plain',
    title: 'Everything works',
    text: `Every part answers. ${stored(system, now)}`,
  };
}

const whatWaits = (system: System): string =>
  system.storing.pending === 0
    ? 'Nothing waits yet; what comes is kept on disk until it is back.'
    : `${waitingRecords(system)} They are stored by themselves when it is back.`;

function stored({ storing, dead_letters: dead }: System, now: number): string {
  if (!storing.enabled) return 'Storing is off: the newest games stay in memory only.';
  const last =
    storing.last_save === null
      ? 'Nothing is stored yet'
      : `The last record was stored ${duration(now - Date.parse(storing.last_save))} ago`;
  const letters =
    dead === 0
      ? ''
      : ` ${count(dead)} ${dead === 1 ? 'record' : 'records'} could not be stored and wait for an admin.`;
  return `${last}; ${storing.pending === 0 ? 'nothing waits' : `${count(storing.pending)} wait for the next batch`}.${letters}`;
}
