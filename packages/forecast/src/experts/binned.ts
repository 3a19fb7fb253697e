import { PUBLISHED_HAZARD } from '@ted/game';
import type { CurveExpert, ExpertMemory, ExpertName, Moments } from '../expert.ts';
import { lastAlive, type FinishedGame } from '../finished-game.ts';
import type { PastGames } from '../past-games.ts';
import { survivalAtHazard, survivalAtRate } from '../survival.ts';

const { max, min } = Math;

/** What the prior of each bin is worth, in ends seen: smooths bins of few ends towards the published hazard. */
const PRIOR_ENDS = 5;

export interface BinnedExpertOptions {
  name: ExpertName;
  /** First ticks of the bins; the first is 0. */
  edges: readonly number[];
  /** Whether the last bin is not learnt but has the published hazard. */
  publishedLast?: boolean;
  /** Contexts each have bins of their own. */
  contexts?: number;
  contextOf?: (past: PastGames) => number;
}

/**
 * Hazard by age: ticks in bins, each bin with its own conjugate rate. The smoothed life table (Kaplan & Meier's hazard by
 * interval with a Beta prior, e.g. Ibrahim, Chen & Sinha, Bayesian Survival Analysis, 2001, section 3.2).
 */
export class BinnedExpert implements CurveExpert {
  readonly kind = 'curve';
  readonly name: ExpertName;
  readonly key: string;
  readonly #edges: readonly number[];
  readonly #publishedLast: boolean;
  readonly #contextOf: (past: PastGames) => number;
  readonly #shapes: Float64Array;
  readonly #rates: Float64Array;
  #context = 0;

  constructor({
    name,
    edges,
    publishedLast = false,
    contexts = 1,
    contextOf = () => 0,
  }: BinnedExpertOptions) {
    this.name = name;
    this.key = name;
    this.#edges = edges;
    this.#publishedLast = publishedLast;
    this.#contextOf = contextOf;
    this.#shapes = new Float64Array(edges.length * contexts).fill(PRIOR_ENDS);
    this.#rates = new Float64Array(edges.length * contexts).fill(PRIOR_ENDS / PUBLISHED_HAZARD - PRIOR_ENDS);
  }

  startGame(past: PastGames): void {
    this.#context = this.#contextOf(past);
  }

  fill(survival: Float64Array, from: number, to: number): void {
    this.#eachBin(from, to, (begin, end, bin, first) => {
      if (this.#known(bin)) survivalAtHazard(survival, begin, end, PUBLISHED_HAZARD);
      else {
        const slot = this.#slot(bin);
        survivalAtRate(survival, begin, end, {
          shape: this.#shapes[slot]!,
          rate: this.#rates[slot]!,
          exposure: begin - first,
          multiplier: 1,
        });
      }
    });
  }

  cumulated(tick: number, ticks: number): Moments {
    let mean = 0;
    let variance = 0;
    this.#eachBin(tick, tick + ticks, (begin, end, bin, first) => {
      const slot = this.#slot(bin);
      const shape = this.#known(bin) ? Infinity : this.#shapes[slot]!;
      const hazard = this.#known(bin)
        ? PUBLISHED_HAZARD
        : shape / (this.#rates[slot]! + max(0, tick - first));
      const sum = hazard * (end - begin);
      mean += sum;
      variance += (sum * sum) / shape;
    });
    return { mean, variance };
  }

  speaks(tick: number): boolean {
    return !this.#publishedLast || tick < this.#edges.at(-1)!;
  }

  endGame(game: FinishedGame): void {
    const alive = lastAlive(game);
    this.#eachBin(min(game.startTick, alive), alive, (begin, end, bin) => {
      this.#rates[this.#slot(bin)]! += end - begin;
    });
    if (game.endTick !== null)
      this.#shapes[this.#slot(this.#edges.findLastIndex((edge) => edge <= alive))]! += 1;
  }

  get memory(): ExpertMemory {
    return { shapes: [...this.#shapes], rates: [...this.#rates] };
  }

  recall({ shapes, rates }: ExpertMemory): void {
    this.#shapes.set(shapes as number[]);
    this.#rates.set(rates as number[]);
  }

  #slot(bin: number): number {
    return this.#context * this.#edges.length + bin;
  }

  #known(bin: number): boolean {
    return this.#publishedLast && bin === this.#edges.length - 1;
  }

  #eachBin(
    from: number,
    to: number,
    visit: (begin: number, end: number, bin: number, first: number) => void,
  ): void {
    for (let bin = 0; bin < this.#edges.length; bin++) {
      const first = this.#edges[bin]!;
      const begin = max(from, first);
      const end = min(to, this.#edges[bin + 1] ?? to);
      if (begin < end) visit(begin, end, bin, first);
    }
  }
}
