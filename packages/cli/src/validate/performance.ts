import { found } from '../findings.ts';
import { beforeAndAfter } from './before-and-after.ts';
import type { Criterion } from './criterion.ts';

const NAME = 'Performance metrics remain stable';
/** Half as much again, and more than half a millisecond: the rest is the machine's own. */
const FACTOR = 1.5;
const SLACK_MS = 0.5;

/** The mean time from a feed update to its forecast being out. */
export const performance: Criterion = ({ stored, hours, now }) => {
  const compared = beforeAndAfter(stored.samples, hours, now);
  if ('missing' in compared) return { name: NAME, state: 'unknown', says: compared.missing };
  const [before, after] = [compared.before.latencyMs, compared.after.latencyMs];
  if (before === null || after === null)
    return { name: NAME, state: 'unknown', says: 'not enough history: the feed was silent' };
  const stable = after <= before * FACTOR || after - before <= SLACK_MS;
  return found(NAME, stable, `${after.toFixed(2)} ms for an update, ${before.toFixed(2)} ms before`);
};
