import type { IconName } from '../components/Icon.tsx';
import { duration, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';

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
      const { recovered } = state;
      const text =
        recovered && now - recovered.at < RECOVERED_MS
          ? `Live again after ${wholeSeconds(recovered.lastedMs)}`
          : `Live, ${duration(freshness.ageMs)} ago`;
      return { icon: 'ok', tone: 'plain', text };
    }
  }
}
