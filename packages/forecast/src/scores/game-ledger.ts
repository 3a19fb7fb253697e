import { BASELINE_P_RUG_40, WINDOW_TICKS } from '@ted/game';
import type { ExpertName } from '../expert.ts';
import type { Quantiles } from '../quantiles.ts';
import type { Mixture } from '../mixture.ts';
import { RELIABILITY_BINS, reliabilityBin } from './reliability.ts';
import { LogSum } from './log-sum.ts';

export interface Loss {
  /** Σ (p − outcome)². */
  brier: number;
  /** Σ −ln of the probability given to what happened. */
  logLoss: number;
}

/** Sums over the live forecasts of one finished game. */
export interface ScoredGame {
  /** Forecasts that were scored. */
  ticks: number;
  mixture: Loss;
  /** The published rule's, on the same ticks. */
  baseline: Loss;
  experts: Map<ExpertName, Loss>;
  /** Forecasts whose interval held the end. */
  covered: number;
  /** Of the game's first forecast, in ticks. */
  crps: number;
  /** By bin of p: forecasts, Σ p, ends within the window. */
  bins: { ticks: Float64Array; sumP: Float64Array; happened: Float64Array };
  /** p and outcome at ticks a window apart: their windows do not overlap. */
  apart: { p: number; happened: boolean }[];
}

/**
 * Writes down what was said at each live tick of the running game, and scores it when the end is known: at tick t the
 * outcome is whether t < N ≤ t + 40.
 */
export class GameLedger {
  readonly #names: readonly ExpertName[];
  #capacity = 1024;
  #ticks = new Int32Array(1024);
  #p = new Float64Array(1024);
  #uppers = new Int32Array(1024);
  /** One row of names for each tick. */
  #experts: Float64Array;
  #row: Float64Array;
  #first: Quantiles | undefined;
  #count = 0;

  constructor(names: readonly ExpertName[]) {
    this.#names = names;
    this.#experts = new Float64Array(1024 * names.length);
    this.#row = new Float64Array(names.length);
  }

  startGame(): void {
    this.#count = 0;
  }

  /** What was said at a tick: p_rug_40, the interval's upper bound, the deciles of the end. */
  say(tick: number, p: number, upper: number, quantiles: Quantiles, mixture: Mixture): void {
    const i = this.#count;
    if (i === this.#capacity) this.#grow();
    if (i === 0) this.#first = quantiles;
    this.#ticks[i] = tick;
    this.#p[i] = p;
    this.#uppers[i] = upper;
    mixture.rugProbabilities(WINDOW_TICKS, this.#row);
    this.#experts.set(this.#row, i * this.#names.length);
    this.#count++;
  }

  /** The scores of the game that ended at N = `endTick`; undefined if nothing was said before its end. */
  endGame(endTick: number): ScoredGame | undefined {
    let n = this.#count;
    while (n > 0 && this.#ticks[n - 1]! >= endTick) n--;
    if (n === 0) return undefined;
    // Ticks ascend: the end was in the window from `late` on.
    let late = 0;
    while (late < n && endTick > this.#ticks[late]! + WINDOW_TICKS) late++;
    return {
      ticks: n,
      mixture: this.#loss(n, late, (i) => this.#p[i]!),
      baseline: this.#loss(n, late, () => BASELINE_P_RUG_40),
      experts: new Map(
        this.#names.map((name, e) => [
          name,
          this.#loss(n, late, (i) => this.#experts[i * this.#names.length + e]!),
        ]),
      ),
      covered: this.#covered(n, endTick),
      crps: decileCrps(Object.values(this.#first!), endTick),
      bins: this.#bins(n, late),
      apart: this.#apart(n, late),
    };
  }

  #loss(n: number, late: number, p: (i: number) => number): Loss {
    let brier = 0;
    const logs = new LogSum();
    for (let i = 0; i < late; i++) {
      const said = p(i);
      brier += said * said;
      logs.add(1 - said);
    }
    for (let i = late; i < n; i++) {
      const said = p(i);
      brier += (1 - said) * (1 - said);
      logs.add(said);
    }
    return { brier, logLoss: -logs.value };
  }

  #covered(n: number, endTick: number): number {
    let covered = 0;
    for (let i = 0; i < n; i++) if (endTick <= this.#uppers[i]!) covered++;
    return covered;
  }

  #bins(n: number, late: number): ScoredGame['bins'] {
    const bins = {
      ticks: new Float64Array(RELIABILITY_BINS),
      sumP: new Float64Array(RELIABILITY_BINS),
      happened: new Float64Array(RELIABILITY_BINS),
    };
    for (let i = 0; i < n; i++) {
      const bin = reliabilityBin(this.#p[i]!);
      bins.ticks[bin]!++;
      bins.sumP[bin]! += this.#p[i]!;
      if (i >= late) bins.happened[bin]!++;
    }
    return bins;
  }

  #apart(n: number, late: number): ScoredGame['apart'] {
    const apart: ScoredGame['apart'] = [];
    let next = -Infinity;
    for (let i = 0; i < n; i++) {
      if (this.#ticks[i]! < next) continue;
      apart.push({ p: this.#p[i]!, happened: i >= late });
      next = this.#ticks[i]! + WINDOW_TICKS;
    }
    return apart;
  }

  #grow(): void {
    this.#capacity *= 2;
    const longer = <T extends Int32Array | Float64Array>(old: T, array: T): T => {
      array.set(old);
      return array;
    };
    this.#ticks = longer(this.#ticks, new Int32Array(this.#capacity));
    this.#uppers = longer(this.#uppers, new Int32Array(this.#capacity));
    this.#p = longer(this.#p, new Float64Array(this.#capacity));
    this.#experts = longer(this.#experts, new Float64Array(this.#capacity * this.#names.length));
  }
}

/**
 * Continuous ranked probability score of the end tick, as twice the mean quantile (pinball) loss over the deciles
 * (Gneiting & Raftery, JASA 102, 2007, section 4.2; the integral over all levels is the CRPS). In ticks.
 */
export function decileCrps(deciles: readonly number[], endTick: number): number {
  let sum = 0;
  for (let i = 0; i < deciles.length; i++) {
    const level = (i + 1) / (deciles.length + 1);
    const miss = endTick - deciles[i]!;
    sum += miss >= 0 ? level * miss : (level - 1) * miss;
  }
  return (2 * sum) / deciles.length;
}
