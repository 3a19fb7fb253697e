import type { FairnessException } from '../api/fairness.ts';
import type { IconName } from '../components/Icon.tsx';
import { differenceWords } from './difference.ts';
import { sentence } from './storing.ts';

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
