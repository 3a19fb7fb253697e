import { found } from '../findings.ts';
import { partsOf } from '../gateway.ts';
import type { Criterion } from './criterion.ts';

const NAME = 'System continues normal operations';

/** Every part is ok, and persistence is on: it is the deployment of persistence that is validated. */
export const normalOperations: Criterion = ({ status }) => {
  if ('problem' in status) return found(NAME, false, status.problem);
  if (!status.persistence.enabled) return found(NAME, false, 'persistence is off: ./ted persistence on');
  const parts = partsOf(status);
  const bad = parts.filter(([, part]) => part.status !== 'ok');
  const says = bad.map(([name, { status: word, why }]) => `${name} is ${word}${why ? ` (${why})` : ''}`);
  return found(
    NAME,
    bad.length === 0,
    bad.length === 0 ? `${parts.length} of ${parts.length} parts are ok` : says.join('; '),
  );
};
