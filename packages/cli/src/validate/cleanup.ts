import { found } from '../findings.ts';
import type { Criterion } from './criterion.ts';
import { CLEANUP_EVERY_HOURS } from './facts.ts';

const NAME = 'Old data is being cleaned up per retention policy';
const HOUR_MS = 3_600_000;

export const cleanup: Criterion = ({ expired, lastCleanup, now }) => {
  const left = expired.filter(({ expired: count }) => count > 0);
  if (left.length > 0) {
    const says = left.map(
      ({ collection, expired: count, days }) => `${count} of ${collection} are older than ${days} days`,
    );
    return found(NAME, false, `${says.join('; ')}; look at: ./ted cleanup --dry-run`);
  }
  if (!lastCleanup) return found(NAME, false, 'no cleanup has run yet');
  const hoursAgo = (now - lastCleanup.getTime()) / HOUR_MS;
  const says = `nothing is older than its days; the last cleanup began ${hoursAgo.toFixed(1)} h ago`;
  return found(NAME, hoursAgo <= CLEANUP_EVERY_HOURS, says);
};
