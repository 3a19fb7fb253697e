/** How often a process may die before it was ever ready: then something is wrong that a restart does not cure. */
export const DEATHS_BEFORE_READY = 3;

export const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
/** A life this long shows that the cause of earlier deaths has passed. */
const HEALTHY_LIFE_MS = 5_000;

/** What is known of a process when it has ended without being asked to. */
export interface Death {
  /** Whether any life of it, this or an earlier one, was ready. */
  everReady: boolean;
  /** This one included. */
  deaths: number;
  /** The delay before this life; undefined for the first. */
  previousDelayMs: number | undefined;
  lifeMs: number;
}

/** The delay before the next life in ms, or undefined if there shall be none. */
export function restartDelay(death: Death): number | undefined {
  if (!death.everReady && death.deaths >= DEATHS_BEFORE_READY) return undefined;
  if (death.previousDelayMs === undefined || death.lifeMs >= HEALTHY_LIFE_MS) return FIRST_DELAY_MS;
  return Math.min(2 * death.previousDelayMs, LONGEST_DELAY_MS);
}
