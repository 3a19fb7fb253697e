/** One measured figure of a benchmark. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The same measured in the same run on something that does the least that could be done; null where nothing compares. */
  reference: number | null;
  /** value / reference. */
  ratio: number | null;
  /** What is wanted, for example `≥ 10000`; null for figures that only inform. */
  wanted: string | null;
  /** Whether the value is as wanted; null where nothing is. */
  holds: boolean | null;
}

/** A benchmark: it yields its figures as it measures them. */
export interface Benchmark {
  name: string;
  description: string;
  run(say: (line: string) => void): AsyncGenerator<Figure>;
}

type Wanted = { least: number } | { most: number } | { leastRatio: number };

/** @param wanted bounds of the value (at least, or less than), or of its ratio to the reference */
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
    holds: wanted ? holds(wanted, value, ratio) : null,
  };
}

function textOf(wanted: Wanted): string {
  if ('least' in wanted) return `≥ ${wanted.least}`;
  return 'most' in wanted ? `< ${wanted.most}` : `ratio ≥ ${wanted.leastRatio}`;
}

function holds(wanted: Wanted, value: number, ratio: number | null): boolean {
  if ('least' in wanted) return value >= wanted.least;
  return 'most' in wanted ? value < wanted.most : ratio !== null && ratio >= wanted.leastRatio;
}

/** Three significant digits, whole numbers above 1000. */
const round = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
