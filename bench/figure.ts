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

type Wanted = { least: number } | { most: number };

/** @param wanted bounds of the value: at least, or less than */
export function figure(
  name: string,
  value: number,
  unit: string,
  { wanted, reference = null }: { wanted?: Wanted; reference?: number | null } = {},
): Figure {
  const rounded = round(value);
  const text = wanted && ('least' in wanted ? `≥ ${wanted.least}` : `< ${wanted.most}`);
  const holds = wanted && ('least' in wanted ? value >= wanted.least : value < wanted.most);
  return {
    name,
    value: rounded,
    unit,
    reference: reference === null ? null : round(reference),
    ratio: reference === null || reference === 0 ? null : round(value / reference),
    wanted: text ?? null,
    holds: holds ?? null,
  };
}

/** Three significant digits, whole numbers above 1000. */
const round = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
