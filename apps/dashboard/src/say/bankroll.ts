import type { IconName } from '../components/Icon.tsx';
import { percent, percentBeside } from '../format/numbers.ts';

interface Bet {
  /** In [0, 1]. */
  chance: number;
  payout: number;
}

/**
 * What the figures come to, in one sentence.
 * @param isSure whether TED is sure that the chance is above break-even; null when the chance is not TED's
 */
export function bankrollVerdict(
  { chance, payout }: Bet,
  isSure: boolean | null,
): { icon: IconName; title: string } {
  const gain = payout * chance - 1;
  const breakEven = 1 / payout;
  const at = `At ${percentBeside(chance, breakEven)}`;
  const size = percent(Math.abs(gain), Math.abs(gain) >= 0.1 ? 0 : 1);
  if (Math.abs(gain) < 1e-9)
    return { icon: 'wait', title: `${at} a side bet neither gains nor loses on average.` };
  if (gain < 0)
    return {
      icon: 'wait',
      title: `${at} every side bet loses ${size} of its stake on average. Stake nothing.`,
    };
  if (isSure === false) {
    return {
      icon: 'wait',
      title: `${at} a bet gains ${size} of its stake on average, but TED is not sure that it is above ${percent(breakEven, 0)}.`,
    };
  }
  const kelly = percent(gain / (payout - 1));
  return {
    icon: 'met',
    title: `${at} a bet gains ${size} of its stake on average. Kelly: ${kelly} of the bankroll.`,
  };
}
