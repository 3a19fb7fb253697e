/** Share of end ticks that the interval is to hold. */
export const TARGET_COVERAGE = 0.85;
const STEP = 0.02;
const TICKS_PER_STEP = 200;

/**
 * Adaptive conformal level (Gibbs & Candès, Adaptive conformal inference under distribution shift, 2021): it goes up
 * after ends beyond the interval and down after ends inside, so that coverage is right in the long run whatever the
 * game does. It moves once a game: a move per tick would use outcomes that are not known yet.
 */
export class AdaptiveLevel {
  #level: number;

  constructor(level = TARGET_COVERAGE) {
    this.#level = level;
  }

  get level(): number {
    return this.#level;
  }

  /**
   * Learns from a finished game.
   * @param misses at how many of the game's ticks the end lay beyond the interval
   * @param ticks at how many ticks an interval was given
   */
  endGame(misses: number, ticks: number): void {
    const moved = this.#level + (STEP * (misses - (1 - TARGET_COVERAGE) * ticks)) / TICKS_PER_STEP;
    this.#level = Math.min(0.999, Math.max(0.5, moved));
  }
}
