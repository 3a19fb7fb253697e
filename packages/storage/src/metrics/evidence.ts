import type { Evidence } from '../collections/documents.ts';
import { addCluster, addSums, NO_SUMS } from './clustered-ratio.ts';
import { isScored, type StoredPrediction } from './hour-metrics.ts';

/** Steps of the reliability diagram: 2% wide, up to 40%; the last one holds everything above. */
const STEP = 0.02;
const STEPS = 20;
/** Ticks of one step of the errors' distribution: a quarter of a window. */
const ERROR_STEP_TICKS = 10;
const ERROR_STEP = ERROR_STEP_TICKS / 40;

export const noEvidence = (): Evidence => ({
  brier: NO_SUMS,
  log_loss: NO_SUMS,
  coverage: NO_SUMS,
  reliability: Array.from({ length: STEPS }, (_, i) => ({
    low: round(i * STEP),
    high: i === STEPS - 1 ? 1 : round((i + 1) * STEP),
    sum_p: 0,
    observed: NO_SUMS,
  })),
  e40: [],
});

/** The evidence of a set of stored predictions. Pure. */
export function evidenceOf(predictions: readonly StoredPrediction[]): Evidence {
  const games = groupBy(predictions.filter(isScored), ({ game_id }) => game_id);
  let evidence = noEvidence();
  for (const game of games.values()) evidence = addEvidence(evidence, evidenceOfGame(game));
  return evidence;
}

function evidenceOfGame(predictions: readonly StoredPrediction[]): Evidence {
  const total = (of: (p: StoredPrediction) => number) => predictions.reduce((sum, p) => sum + of(p), 0);
  const steps = groupBy(predictions, ({ p_rug_40 }) => Math.min(STEPS - 1, Math.floor(p_rug_40 / STEP)));
  const errors = groupBy(predictions, (p) => Math.floor(p.error_metrics!.signed_error / ERROR_STEP_TICKS));
  const none = noEvidence();
  return {
    brier: addCluster(
      NO_SUMS,
      total((p) => p.scores!.brier),
      total((p) => p.scores!.baseline_brier),
    ),
    log_loss: addCluster(
      NO_SUMS,
      total((p) => p.scores!.log_loss),
      total((p) => p.scores!.baseline_log_loss),
    ),
    coverage: addCluster(
      NO_SUMS,
      total((p) => (p.in_interval === true ? 1 : 0)),
      predictions.length,
    ),
    reliability: none.reliability.map((step, i) => {
      const inside = steps.get(i);
      if (!inside) return step;
      const happened = inside.filter((p) => p.rugged_within_40 === true).length;
      const sum_p = inside.reduce((sum, p) => sum + p.p_rug_40, 0);
      return { ...step, sum_p, observed: addCluster(NO_SUMS, happened, inside.length) };
    }),
    e40: [...errors]
      .map(([step, some]): [number, number] => [step * ERROR_STEP, some.length])
      .sort((a, b) => a[0] - b[0]),
  };
}

/** The evidence of both together. Pure. */
export function addEvidence(a: Evidence, b: Evidence): Evidence {
  return {
    brier: addSums(a.brier, b.brier),
    log_loss: addSums(a.log_loss, b.log_loss),
    coverage: addSums(a.coverage, b.coverage),
    reliability: a.reliability.map((step, i) => {
      const other = b.reliability[i];
      if (!other) return step;
      return {
        ...step,
        sum_p: step.sum_p + other.sum_p,
        observed: addSums(step.observed, other.observed),
      };
    }),
    e40: addCounts(a.e40, b.e40),
  };
}

function addCounts(a: Evidence['e40'], b: Evidence['e40']): Evidence['e40'] {
  const counts = new Map(a);
  for (const [from, count] of b) counts.set(from, (counts.get(from) ?? 0) + count);
  return [...counts].sort((one, other) => one[0] - other[0]);
}

/** The median signed error in windows, to within a quarter window: errors are taken as spread evenly in their step. */
export function medianE40({ e40 }: Pick<Evidence, 'e40'>): number | null {
  const half = e40.reduce((sum, [, count]) => sum + count, 0) / 2;
  let passed = 0;
  for (const [from, count] of e40) {
    if (passed + count >= half) return from + (ERROR_STEP * (half - passed)) / count;
    passed += count;
  }
  return null;
}

const round = (value: number): number => Math.round(value * 100) / 100;

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
