import { found } from '../findings.ts';
import type { Criterion } from './criterion.ts';

const NAME = 'Historical queries work';
const WITHIN_MS = 2000;
/** The query goes by whole hours, counts by the minute; in between, documents come. */
const MAY_DIFFER = 0.1;

/** `/api/persistence/metrics` answers quickly, and with what is stored. */
export const historicalQueries: Criterion = ({ query, stored, hours }) => {
  if ('problem' in query) return found(NAME, false, query.problem);
  const says = `/api/persistence/metrics?hours=${hours} answers ${query.predictions} predictions in ${query.ms} ms`;
  const inDatabase = stored.predictions.recent;
  const atLeast = (1 - MAY_DIFFER) * inDatabase * ((hours - 1) / hours);
  if (query.predictions < atLeast) return found(NAME, false, `${says}, where ${inDatabase} are stored`);
  return found(NAME, query.ms <= WITHIN_MS, says);
};
