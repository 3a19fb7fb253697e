import type { IconName } from '../components/Icon.tsx';
import { duration, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import { storingFault } from './storing.ts';

export interface ConnectionWord {
  icon: IconName;
  tone: 'plain' | 'warn' | 'bad';
  text: string;
}

/** For so long the end of a silence is told. */
const RECOVERED_MS = 5000;

/** How the live data is, in the page's header. */
export function connectionWord(state: LiveState, freshness: Freshness, now: number): ConnectionWord {
  switch (freshness.is) {
    case 'loading':
      return { icon: 'unknown', tone: 'plain', text: 'Connecting…' };
    case 'stale':
      return { icon: 'warn', tone: 'warn', text: `Stale: ${wholeSeconds(freshness.ageMs)} old` };
    case 'down':
    case 'foreign':
      return { icon: 'bad', tone: 'bad', text: 'No live data' };
    case 'live': {
      const back = recovery(state, now);
      return { icon: 'ok', tone: 'plain', text: back ?? `Live, ${duration(freshness.ageMs)} ago` };
    }
  }
}

/** "Live again after 14 s. 56 ticks were filled in.", for a while after a silence. */
export function recovery({ recovered, path }: LiveState, now: number): string | null {
  if (!recovered || now - recovered.at >= RECOVERED_MS) return null;
  const filled = path.filled > 0 ? ` ${path.filled} ticks were filled in.` : '';
  return `Live again after ${wholeSeconds(recovered.lastedMs)}.${filled}`;
}

/** The second word: what is degraded while the live data is fresh. */
export function degradedWord({ system, isAnswering }: LiveState, now: number): string | null {
  const fault = isAnswering && system ? storingFault(system, now) : null;
  if (!fault) return null;
  return fault.isPaused ? 'Degraded: not storing' : 'Degraded';
}
