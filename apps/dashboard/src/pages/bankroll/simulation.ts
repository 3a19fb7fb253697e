import type { Figures } from './figures.ts';

export const RUNS = 10_000;
/** Points of a run at which the bankroll is kept. */
const POINTS = 100;

/** The bankroll over the bets: quantiles over the runs so far. */
export interface FanPoint {
  bets: number;
  q05: number;
  q25: number;
  q50: number;
  q75: number;
  q95: number;
}

export interface SimulationResult {
  runs: number;
  fan: FanPoint[];
  /** Shares of the runs. */
  ruined: number;
  ahead: number;
  halved: number;
  /** Half of a 95% range of `ruined`. */
  ruinedError: number;
  /** Median of each run's deepest fall, as a share of the best point before it. */
  deepestFall: number;
}

/** Bets of one stake, again and again, until the bankroll is below it or all are placed. */
export class Simulation {
  readonly #figures: Figures;
  readonly #random: () => number;
  /** Bets after which the bankroll is kept; the first is 0. */
  readonly #checkpoints: readonly number[];
  /** One list for each checkpoint, with a value of each run. */
  readonly #kept: Float64Array[];
  readonly #falls: Float64Array;
  #runs = 0;
  #ruined = 0;
  #ahead = 0;
  #halved = 0;

  constructor(figures: Figures, random: () => number) {
    this.#figures = figures;
    this.#random = random;
    const points = Math.min(POINTS, figures.bets);
    this.#checkpoints = Array.from({ length: points + 1 }, (_, i) => Math.round((i * figures.bets) / points));
    this.#kept = this.#checkpoints.map(() => new Float64Array(RUNS));
    this.#falls = new Float64Array(RUNS);
  }

  get isDone(): boolean {
    return this.#runs >= RUNS;
  }

  /** Plays `count` more runs, at most as many as are left. */
  advance(count: number): void {
    for (let i = 0; i < count && !this.isDone; i++) this.#run();
  }

  /** Over the runs so far; there must be one. */
  result(): SimulationResult {
    const runs = this.#runs;
    const ruined = this.#ruined / runs;
    return {
      runs,
      fan: this.#checkpoints.map((bets, i) => {
        const sorted = this.#kept[i]!.slice(0, runs).sort();
        const q = (level: number) => sorted[Math.floor(level * (runs - 1))]!;
        return { bets, q05: q(0.05), q25: q(0.25), q50: q(0.5), q75: q(0.75), q95: q(0.95) };
      }),
      ruined,
      ahead: this.#ahead / runs,
      halved: this.#halved / runs,
      ruinedError: 1.96 * Math.sqrt((ruined * (1 - ruined)) / runs),
      deepestFall: this.#falls.slice(0, runs).sort()[Math.floor(0.5 * (runs - 1))]!,
    };
  }

  #run(): void {
    const { stake, bankroll: start, chance, bets, payout } = this.#figures;
    const win = stake * (payout - 1);
    // Sums of stakes like 0.1 must not ruin anybody by a rounding.
    const least = stake * (1 - 1e-9);
    let bankroll = start;
    let best = start;
    let fall = 0;
    let checkpoint = 1;
    this.#kept[0]![this.#runs] = start;
    for (let bet = 1; bet <= bets; bet++) {
      if (bankroll >= least) {
        bankroll += this.#random() < chance ? win : -stake;
        if (bankroll > best) best = bankroll;
        else if (1 - bankroll / best > fall) fall = Math.min(1, 1 - bankroll / best);
      }
      if (bet === this.#checkpoints[checkpoint])
        this.#kept[checkpoint++]![this.#runs] = Math.max(0, bankroll);
    }
    this.#falls[this.#runs] = fall;
    if (bankroll < least) this.#ruined++;
    if (bankroll > start) this.#ahead++;
    if (fall >= 0.5) this.#halved++;
    this.#runs++;
  }
}
