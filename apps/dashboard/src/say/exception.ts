import type { FairnessException } from '../api/fairness.ts';
import type { IconName } from '../components/Icon.tsx';
import { count } from '../format/numbers.ts';
import { differenceWords } from './difference.ts';
import { sentence } from './storing.ts';

/** Games that ended moments ago are no exceptions: they are only counted. */
export function waitingWords(waiting: number): string {
  if (waiting === 0) return 'Every game that has ended is verified.';
  const are = waiting === 1 ? '1 game waits: its seed is' : `${count(waiting)} games wait: their seeds are`;
  return `${are} not revealed or not checked yet.`;
}

/** Why a game is not verified. */
export function exceptionWords({ verdict, reason, first_difference: difference }: FairnessException): {
  icon: IconName;
  text: string;
} {
  switch (verdict) {
    case 'mismatch':
      return {
        icon: 'bad',
        text: difference ? sentence(differenceWords(difference)) : 'Differs from its seed.',
      };
    case 'unverifiable':
      return { icon: 'unknown', text: sentence(reason) };
    case 'waiting':
      return { icon: 'clock', text: 'Server seed not revealed or not checked yet.' };
  }
}
