import type { Check } from '../pages/fairness/check-game.ts';
import type { IconName } from '../components/Icon.tsx';
import { count, price, UNKNOWN } from '../format/numbers.ts';
import { differenceWords } from './difference.ts';
import { sentence } from './storing.ts';

interface CheckWords {
  icon: IconName;
  tone: 'plain' | 'bad' | 'unknown';
  title: string;
  /** What was compared, one line each; null: not to be had. */
  lines: { name: string; isEqual: boolean | null; value: string }[];
}

/** The outcome of a check in words. */
export function checkWords(check: Check): CheckWords {
  return { ...outcome(check), lines: check.hasSeed ? lines(check) : [] };
}

function outcome({
  verdict,
  hasSeed,
  firstDifference,
  isHashEqual,
  reason,
}: Check): Omit<CheckWords, 'lines'> {
  if (!hasSeed)
    return { icon: 'clock', tone: 'unknown', title: 'Cannot be verified: the seed is not revealed yet.' };
  switch (verdict) {
    case 'verified':
      return {
        icon: 'ok',
        tone: 'plain',
        title:
          isHashEqual === null
            ? 'The replay matches; without its hash it is not proven that the seed was fixed before.'
            : 'Verified: this game was decided before it began.',
      };
    case 'mismatch': {
      const isHash = isHashEqual === false;
      const title = isHash
        ? 'The seed does not belong to this hash.'
        : `Mismatch: ${firstDifference ? differenceWords(firstDifference) : 'it differs from its seed'}.`;
      return { icon: 'bad', tone: 'bad', title };
    }
    case 'unverifiable':
      return {
        icon: 'unknown',
        tone: 'unknown',
        title:
          isHashEqual === true
            ? 'The seed belongs to the hash. TED has stored nothing of this game to compare the replay with.'
            : `Cannot be verified: ${sentence(reason).replace(/^./, (c) => c.toLowerCase())}`,
      };
  }
}

function lines({ isHashEqual, prices, endTick, peak }: Check): CheckWords['lines'] {
  const both = (
    name: string,
    { replayed, seen }: { replayed: number | null; seen: number | null },
    say: (value: number) => string,
  ) => {
    if (replayed === null) return { name, isEqual: null, value: UNKNOWN };
    if (seen === null) return { name, isEqual: null, value: `replayed ${say(replayed)}` };
    const isEqual = Math.abs(replayed - seen) <= 1e-9 * Math.abs(replayed);
    return { name, isEqual, value: `${say(seen)} ${isEqual ? '=' : '≠'} ${say(replayed)}` };
  };
  return [
    {
      name: 'SHA-256 of the seed equals the hash',
      isEqual: isHashEqual,
      value: isHashEqual === null ? 'no hash' : isHashEqual ? 'equal' : 'differs',
    },
    {
      name: 'Prices, replayed against seen',
      isEqual: prices.compared === 0 ? null : prices.equal === prices.compared,
      value: prices.compared === 0 ? 'none stored' : `${count(prices.equal)} of ${count(prices.compared)}`,
    },
    both('End tick', endTick, count),
    both('Peak', peak, price),
  ];
}
