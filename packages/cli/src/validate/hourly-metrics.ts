import { found } from '../findings.ts';
import type { Criterion } from './criterion.ts';

const NAME = 'Hourly metrics are being calculated';

export const hourlyMetrics: Criterion = ({ stored }) => {
  const { expected, missing } = stored.hours;
  if (expected === 0)
    return {
      name: NAME,
      state: 'unknown',
      says: 'not enough history: no hour is over since the first record',
    };
  const says = `${expected - missing.length} of ${expected} finished hours`;
  const [first] = missing;
  return found(NAME, !first, first ? `${says}; the first without: ${first.toISOString()}` : says);
};
