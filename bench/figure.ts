/** One measured figure of a benchmark. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The same measured in the same run on a peer or on the least that could be done; null where nothing compares. */
  reference: number | null;
  /** value / reference. */
  ratio: number | null;
  /** What is wanted, for example `≥ 10000`; null for figures that only inform. */
  wanted: string | null;
  /** Whether the value is as wanted; true where nothing is. */
  holds: boolean;
}

/** How much a benchmark does: `short` is at most two minutes, `long` all that its figures speak of. */
export type Length = 'short' | 'long';

/** A benchmark: it yields its figures as it measures them. Without figures it could not be run here, and has said why. */
export interface Benchmark {
  name: string;
  description: string;
  run(say: (line: string) => void, length: Length): AsyncGenerator<Figure>;
}

/** `least` and `most` bound the value, `leastRatio` and `mostRatio` its ratio to the reference. `most`: less than. */
export type Wanted = { least: number } | { most: number } | { leastRatio: number } | { mostRatio: number };

/** @param reference what the value is compared with, measured in the same run */
export function figure(
  name: string,
  value: number,
  unit: string,
  { wanted, reference = null }: { wanted?: Wanted; reference?: number | null } = {},
): Figure {
  const ratio = reference === null || reference === 0 ? null : value / reference;
  return {
    name,
    value: round(value),
    unit,
    reference: reference === null ? null : round(reference),
    ratio: ratio === null ? null : round(ratio),
    wanted: wanted ? textOf(wanted) : null,
    holds: wanted ? holds(wanted, value, ratio) : true,
  };
}

function textOf(wanted: Wanted): string {
  if ('least' in wanted) return `≥ ${wanted.least}`;
  if ('most' in wanted) return `< ${wanted.most}`;
  return 'leastRatio' in wanted ? `ratio ≥ ${wanted.leastRatio}` : `ratio ≤ ${wanted.mostRatio}`;
}

/** What is not a number holds nothing. */
function holds(wanted: Wanted, value: number, ratio: number | null): boolean {
  if ('least' in wanted) return value >= wanted.least;
  if ('most' in wanted) return value < wanted.most;
  if (ratio === null) return false;
  return 'leastRatio' in wanted ? ratio >= wanted.leastRatio : ratio <= wanted.mostRatio;
}

/** Three significant digits, whole numbers above 1000. */
const round = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
