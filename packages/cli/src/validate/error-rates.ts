import { found } from '../findings.ts';
import { beforeAndAfter, type Stretch } from './before-and-after.ts';
import type { Criterion } from './criterion.ts';

const NAME = 'No increase in error rates';
/** An increase counts when it is larger than this and than what chance explains. */
const TOLERATED = 1.1;
/** One-sided 1% of the normal distribution. */
const Z = 2.326;

export const errorRates: Criterion = ({ stored, hours, now }) => {
  if (stored.deadLetters > 0)
    return found(NAME, false, `${stored.deadLetters} records could not be stored: ./ted deadletter list`);
  const compared = beforeAndAfter(stored.samples, hours, now);
  if ('missing' in compared) return { name: NAME, state: 'unknown', says: compared.missing };
  const { before, after } = compared;
  const says = `${perThousand(after)} errors in 1,000 feed updates, ${perThousand(before)} before; no dead letters`;
  return found(NAME, !hasRisen(before, after), says);
};

/**
 * Whether errors per update have risen. If they had not, the errors of both times together would fall into the later one by its share
 * of the updates (conditional test of two Poisson rates, normal approximation with continuity correction).
 */
function hasRisen(before: Stretch, after: Stretch): boolean {
  const updates = before.updates + after.updates;
  const errors = before.errors + after.errors;
  if (errors === 0 || after.updates === 0) return false;
  const share = after.updates / updates;
  if (after.errors <= TOLERATED * errors * share) return false;
  const deviation = Math.sqrt(errors * share * (1 - share));
  return deviation === 0 || (after.errors - 0.5 - errors * share) / deviation > Z;
}

const perThousand = ({ errors, updates }: Stretch): string =>
  updates === 0 ? '–' : ((1000 * errors) / updates).toFixed(2);
