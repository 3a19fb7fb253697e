import type { FairnessReport } from '../../api/fairness.ts';

interface EvidencePoint {
  /** How many games had ended, the warm-up included. */
  game: number;
  at: string;
  value: number;
}

export interface EvidenceScene {
  points: EvidencePoint[];
  last: EvidencePoint | null;
  highest: EvidencePoint | null;
  games: number;
  warmUp: number;
  firstAt: string | null;
  xMax: number;
  /** Whole decades around all values, 0.1 to 100 at least. */
  low: number;
  high: number;
}

/** The e-value over games. The series is thinned evenly, so a point's place tells which game it is about. */
export function evidenceScene(report: FairnessReport): EvidenceScene {
  const { series, games_counted: counted, max_e_value: max } = report;
  const warmUp = report.warm_up_games ?? 0;
  const thinning = Math.max(1, series.length - 1);
  const points = series.map(({ at, log_e }, i) => ({
    game: warmUp + (series.length > 1 ? 1 + ((counted - 1) * i) / thinning : counted),
    at,
    value: Math.exp(log_e),
  }));
  const last = points.at(-1) ?? null;
  const top = points.reduce<EvidencePoint | null>(
    (best, point) => (best && best.value >= point.value ? best : point),
    null,
  );
  // Thinning may have left out the highest game itself.
  const highest = top && { ...top, value: Math.max(top.value, max) };
  const values = points.map(({ value }) => value);
  return {
    points,
    last,
    highest: highest && last && highest.game === last.game ? last : highest,
    games: warmUp + counted,
    warmUp,
    firstAt: report.first_game_at,
    xMax: Math.max(10, warmUp + Math.max(counted, 10)),
    low: 10 ** Math.floor(Math.log10(Math.max(1e-12, Math.min(0.1, ...values)))),
    high: 10 ** Math.ceil(Math.log10(Math.max(100, ...values, max))),
  };
}
