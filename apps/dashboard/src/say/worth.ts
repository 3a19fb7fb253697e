import { exactPercent, percentBeside } from '../format/numbers.ts';
import type { Answer } from './answer.ts';
import type { SideBet } from './side-bet.ts';

/** Is a side bet worth it now? In short; the side-bet panel gives the reasons. */
export function worth({ decision, chance, threshold, ticksLeft, reason }: SideBet): Answer {
  const about = { question: 'Is a side bet worth it now?', href: '#bet' };
  if (decision.is === 'none') return { ...about, icon: decision.icon, says: 'No advice', reason };
  if (chance === null) return { ...about, icon: 'wait', says: 'Wait', reason: 'No game is running.' };
  const needs = `A side bet needs ${exactPercent(threshold)} to break even.`;
  const says = {
    bet: 'Yes, a bet is worth it',
    open: `Bet open: ${ticksLeft} ticks left`,
    wait: 'No, wait',
  }[decision.is];
  return {
    ...about,
    icon: decision.icon,
    says,
    lead: percentBeside(chance, threshold),
    reason: `chance that it ends within 40 ticks. ${needs}`,
  };
}
