import type { Check } from '../pages/fairness/check-game.ts';
import { count } from '../format/numbers.ts';
import { checkWords } from './check.ts';

/** A step of the seed's verification; null: could not be taken. */
interface Step {
  name: string;
  isMet: boolean | null;
  note: string;
}

/** The verification of one game, step by step. */
export function seedWords(check: Check, version: string | null) {
  const { icon, tone, title } = checkWords(check);
  return { icon, tone, title, steps: check.hasSeed ? steps(check, version) : [] };
}

function steps({ isHashEqual, prices, endTick, firstDifference }: Check, version: string | null): Step[] {
  const { replayed, seen } = endTick;
  const isEnd = replayed === null || seen === null ? null : replayed === seen;
  const arePrices = prices.compared === 0 ? null : prices.equal === prices.compared;
  return [
    {
      name: isHashEqual === null ? 'No hash is known' : isHashEqual ? 'Hash matches' : 'Hash differs',
      isMet: isHashEqual,
      note: 'SHA-256 of the revealed seed against the hash published at the start.',
    },
    {
      name:
        arePrices === null
          ? 'No prices are stored'
          : `${count(prices.equal)} of ${count(prices.compared)} stored prices equal`,
      isMet: arePrices,
      note: `Replayed with algorithm ${version ?? 'unknown'}. The rug price is not derived from the seed.`,
    },
    {
      name:
        isEnd === null
          ? 'End tick not compared'
          : isEnd
            ? `End tick equal: ${count(seen!)}`
            : `End tick differs: ${count(replayed!)}`,
      isMet: isEnd,
      note: `First differing tick: ${firstDifference?.tick ?? 'none'}.`,
    },
  ];
}
