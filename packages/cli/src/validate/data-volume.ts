import { found } from '../findings.ts';
import type { Criterion } from './criterion.ts';

const NAME = 'MongoDB contains a growing collection of games and predictions';
/** A live game has a prediction at least every ten ticks, and a batch leaves at the latest after PERSISTENCE_INTERVAL_SECONDS. */
const NEWEST_WITHIN_MS = 15 * 60_000;

export const dataVolume: Criterion = ({ stored, hours, now }) => {
  const { games, predictions } = stored;
  const figures =
    `${games.total} games (${games.recent} in the last ${hours} h), ` +
    `${predictions.total} predictions (${predictions.recent})`;
  const stale = Object.entries({ games, predictions }).find(
    ([, { newest }]) => newest === null || now - newest.getTime() > NEWEST_WITHIN_MS,
  );
  if (!stale) return found(NAME, true, figures);
  const [what, { newest }] = stale;
  const since = newest === null ? 'none at all' : `none since ${newest.toISOString()}`;
  return found(NAME, false, `${figures}; ${what}: ${since}`);
};
