import { PUBLISHED_HAZARD } from '@ted/game';
import type { Course } from '../course.ts';
import type { CurveExpert, ExpertMemory, ExpertName, Moments } from '../expert.ts';
import { lastAlive, type FinishedGame } from '../finished-game.ts';
import type { PastGames } from '../past-games.ts';
import { publishedRate, type Rate } from '../rate.ts';
import { survivalAtHazard, survivalAtRate } from '../survival.ts';

const { max, min } = Math;

/** From this tick on, the hazard is the rate times the multiplier. */
export interface Segment {
  from: number;
  multiplier: number;
}

/** An idea about when games last longer or shorter: multipliers of the hazard, at strength 1. */
export interface Pattern {
  /** For a coming game; the first segment begins at tick 0. */
  startGame(past: PastGames): readonly Segment[];
  /** What the running game changes, from `tick` on; undefined if nothing. */
  observe?(tick: number, course: Course): readonly Segment[] | undefined;
}

/** No pattern: every tick is like every other. */
export const memorylessPattern: Pattern = { startGame: () => [{ from: 0, multiplier: 1 }] };

export interface RateExpertOptions {
  name: ExpertName;
  key: string;
  rate: Rate;
  pattern?: Pattern;
  /** Exponent of the pattern's multipliers. */
  strength?: number;
}

/**
 * Proportional hazards (Cox, J. R. Stat. Soc. B 34, 1972): h(t) = rate · m(t)^strength. The multipliers are fixed by the
 * hypothesis, only the rate is learnt: a multiplier that is learnt drifts to 1, and then its weight need not fall
 * when the pattern goes.
 */
export class RateExpert implements CurveExpert {
  readonly kind = 'curve';
  readonly name: ExpertName;
  readonly key: string;
  readonly observe?: (tick: number, course: Course) => boolean;
  readonly #rate: Rate;
  readonly #pattern: Pattern;
  readonly #strength: number;
  #segments: Segment[] = [];

  constructor({ name, key, rate, pattern = memorylessPattern, strength = 1 }: RateExpertOptions) {
    this.name = name;
    this.key = key;
    this.#rate = rate;
    this.#pattern = pattern;
    this.#strength = strength;
    if (pattern.observe) this.observe = (tick, course) => this.#follow(tick, course);
  }

  startGame(past: PastGames): void {
    this.#segments = this.#pattern.startGame(past).map((segment) => this.#atStrength(segment));
  }

  fill(survival: Float64Array, from: number, to: number): void {
    this.#eachSegment(from, to, (begin, end, multiplier) => {
      if (this.#rate === publishedRate) survivalAtHazard(survival, begin, end, PUBLISHED_HAZARD * multiplier);
      else {
        const { shape, rate } = this.#rate;
        survivalAtRate(survival, begin, end, { shape, rate, exposure: this.#exposure(0, begin), multiplier });
      }
    });
  }

  cumulated(tick: number, ticks: number): Moments {
    const multipliers = this.#exposure(tick, tick + ticks);
    if (this.#rate === publishedRate) return { mean: PUBLISHED_HAZARD * multipliers, variance: 0 };
    const { shape, rate } = this.#rate;
    const mean = (shape / (rate + this.#exposure(0, tick))) * multipliers;
    return { mean, variance: (mean * mean) / shape };
  }

  speaks(tick: number): boolean {
    if (this.#pattern === memorylessPattern) return true;
    // From the last segment back to the one that holds now.
    for (let s = this.#segments.length - 1; s >= 0; s--) {
      if (this.#segments[s]!.multiplier !== 1) return true;
      if (this.#segments[s]!.from <= tick) return false;
    }
    return false;
  }

  endGame(game: FinishedGame): void {
    const alive = lastAlive(game);
    this.#rate.endGame(game.endTick !== null, this.#exposure(min(game.startTick, alive), alive));
  }

  get memory(): ExpertMemory {
    return this.#rate.memory;
  }

  recall(memory: ExpertMemory): void {
    this.#rate.recall(memory);
  }

  #follow(tick: number, course: Course): boolean {
    const changed = this.#pattern.observe?.(tick, course);
    if (!changed) return false;
    const before = this.#segments.filter(({ from }) => from < tick);
    this.#segments = [...before, ...changed.map((segment) => this.#atStrength(segment))];
    return true;
  }

  #atStrength({ from, multiplier }: Segment): Segment {
    return { from, multiplier: multiplier ** this.#strength };
  }

  /** Σ of the multipliers of the ticks from … to − 1. */
  #exposure(from: number, to: number): number {
    if (this.#segments.length === 1) return (to - from) * this.#segments[0]!.multiplier;
    let sum = 0;
    this.#eachSegment(from, to, (begin, end, multiplier) => (sum += (end - begin) * multiplier));
    return sum;
  }

  #eachSegment(
    from: number,
    to: number,
    visit: (begin: number, end: number, multiplier: number) => void,
  ): void {
    for (let s = 0; s < this.#segments.length; s++) {
      const begin = max(from, this.#segments[s]!.from);
      const end = min(to, this.#segments[s + 1]?.from ?? to);
      if (begin < end) visit(begin, end, this.#segments[s]!.multiplier);
    }
  }
}
