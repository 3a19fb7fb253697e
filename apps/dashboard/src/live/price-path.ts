/** One price at one tick of a game. */
export interface Point {
  tick: number;
  price: number;
}

/**
 * The prices of one game by tick, as far as they are known. Grows in place, because it does so up to a hundred times a
 * second; a new game is a new path. `prices[tick]` is null where nobody has seen the price.
 */
export class PricePath {
  readonly gameId: string;
  readonly ticks: number[] = [];
  readonly prices: (number | null)[] = [];
  /** So many ticks were not to be had when last asked for. */
  missing = 0;
  known = 0;
  /** So many of the last gap were put in afterwards. */
  filled = 0;
  /** Rises when a price is put in before the newest: whoever has drawn the others draws anew. */
  revision = 0;
  /** Of the known prices. */
  low = Infinity;
  peak: Point | null = null;

  constructor(gameId: string) {
    this.gameId = gameId;
  }

  /** How many ticks the game has had, from tick 0. */
  get length(): number {
    return this.prices.length;
  }

  /** The newest known price. */
  get head(): Point | null {
    for (let tick = this.prices.length - 1; tick >= 0; tick--) {
      const price = this.prices[tick];
      if (price !== null && price !== undefined) return { tick, price };
    }
    return null;
  }

  /** The game has had ticks up to, and without, `end`. The rug's own price is no point: nobody could sell at it. */
  reach(end: number): void {
    while (this.prices.length < end) {
      this.ticks.push(this.prices.length);
      this.prices.push(null);
    }
  }

  /** Adds the price of a tick; one that is already known is left as it is. */
  add({ tick, price }: Point): void {
    if (tick < this.length && this.prices[tick] === null) this.revision++;
    this.reach(tick + 1);
    if (this.prices[tick] !== null) return;
    this.prices[tick] = price;
    this.known++;
    this.low = Math.min(this.low, price);
    if (!this.peak || price > this.peak.price) this.peak = { tick, price };
  }

  /** Puts in what was fetched, and remembers what could not be had. */
  backfill(points: readonly Point[]): void {
    const before = this.known;
    for (const point of points) this.add(point);
    this.filled = this.known - before;
    this.missing = this.length - this.known;
  }

  /** Whether ticks are missing that nobody has asked for yet. */
  get needsBackfill(): boolean {
    return this.length - this.known > this.missing;
  }
}
