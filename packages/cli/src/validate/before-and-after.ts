import type { ValidationFacts } from '@ted/storage';

type Sample = ValidationFacts['samples'][number];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of each side, in minutes: fewer say nothing. */
const ENOUGH_MINUTES = 60;

/** Figures over samples of a minute each. */
export interface Stretch {
  minutes: number;
  updates: number;
  errors: number;
  /** Mean over updates; null without any. */
  latencyMs: number | null;
}

/**
 * The day before persistence was switched on last, and the time since then (of the last `hours` hours), as ingest sampled them.
 * @returns what is missing where there is not enough of one of them
 */
export function beforeAndAfter(
  samples: readonly Sample[],
  hours: number,
  now: number,
): { before: Stretch; after: Stretch } | { missing: string } {
  const lastOff = samples.findLast(({ persistence_enabled }) => persistence_enabled === false);
  if (!lastOff)
    return { missing: 'not enough history: nothing was sampled before persistence was switched on' };
  const on = lastOff.created_at.getTime();
  const within = (from: number, to: number, enabled: boolean): Stretch =>
    stretch(
      samples.filter(({ created_at, persistence_enabled }) => {
        const at = created_at.getTime();
        return persistence_enabled === enabled && at > from && at <= to;
      }),
    );
  const before = within(on - DAY_MS, on, false);
  const after = within(Math.max(on, now - hours * HOUR_MS), now, true);
  for (const [name, { minutes }] of [
    ['before', before],
    ['since', after],
  ] as const) {
    if (minutes < ENOUGH_MINUTES)
      return {
        missing: `not enough history: ${minutes} minutes ${name} persistence was switched on, ${ENOUGH_MINUTES} are needed`,
      };
  }
  return { before, after };
}

function stretch(samples: readonly Sample[]): Stretch {
  const timed = samples.filter(({ avg_latency_ms, updates }) => avg_latency_ms !== null && updates > 0);
  const timedUpdates = timed.reduce((sum, { updates }) => sum + updates, 0);
  return {
    minutes: samples.length,
    updates: samples.reduce((sum, { updates }) => sum + updates, 0),
    errors: samples.reduce((sum, { errors_logged }) => sum + errors_logged, 0),
    latencyMs:
      timedUpdates === 0
        ? null
        : timed.reduce((sum, { avg_latency_ms, updates }) => sum + avg_latency_ms! * updates, 0) /
          timedUpdates,
  };
}
