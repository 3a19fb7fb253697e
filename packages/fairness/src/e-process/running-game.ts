import { LOG_NULL_SURVIVAL, NULL_HAZARD } from './alternatives.ts';
import { CONDITIONS, type Moment } from './conditions.ts';
import { noTotals, type Totals } from './totals.ts';

const { log, log1p, max, min } = Math;

/** Bets on the forecast keep within these: one that is all but sure would lose the whole stake by one surprise. */
const LEAST_HAZARD = NULL_HAZARD / 10;
const MOST_HAZARD = 0.5;

/** Updates this far apart by the tick counter are one stretch of listening: every update shows the last five prices. */
export const MOST_TICKS_APART = 5;

/** Counts a game's ticks, each by what was known before it. */
export class RunningGame {
  readonly totals: Totals = noTotals();
  /** The last tick seen, and what was known then. */
  readonly #moment: Moment;
  #hazard = NULL_HAZARD;
  #highest = 1;

  /** The game is alive at `startTick`; that it came so far was known when it was seen first, and is no evidence. */
  constructor(startTick: number, previousFinalPrice: number | null) {
    this.#moment = { tick: startTick, peakPrice: 1, previousFinalPrice };
  }

  /** Ticks at which it was at stake whether the next one is the rug. */
  get ticks(): number {
    const [always] = this.totals.counts;
    return always!.survived + always!.rugs;
  }

  filled(price: number): void {
    this.#highest = max(this.#highest, price);
  }

  /** It is alive at `tick`; `hazard` is the forecast for the next one. */
  alive(tick: number, price: number, hazard: number): void {
    if (tick - this.#moment.tick <= MOST_TICKS_APART) this.#surviveUntil(tick);
    this.filled(price);
    this.#moment.tick = max(this.#moment.tick, tick);
    this.#moment.peakPrice = this.#highest;
    this.#hazard = min(MOST_HAZARD, max(LEAST_HAZARD, hazard));
  }

  /** It has ended at `endTick`, as an update showed when the tick counter was at `shownAt`. */
  rug(endTick: number, shownAt: number): void {
    if (endTick <= this.#moment.tick || shownAt - this.#moment.tick > MOST_TICKS_APART) return;
    this.#surviveUntil(endTick - 1);
    this.#count('rugs');
    this.totals.forecast += log(this.#hazard / NULL_HAZARD);
  }

  #surviveUntil(tick: number): void {
    const moment = this.#moment;
    if (tick <= moment.tick) return;
    const logRatio = log1p(-this.#hazard) - LOG_NULL_SURVIVAL;
    this.totals.forecast += (tick - moment.tick) * logRatio;
    for (; moment.tick < tick; moment.tick++) this.#count('survived');
  }

  #count(what: 'survived' | 'rugs'): void {
    for (let k = 0; k < CONDITIONS.length; k++)
      if (CONDITIONS[k]!.holds(this.#moment)) this.totals.counts[k]![what]++;
  }
}
