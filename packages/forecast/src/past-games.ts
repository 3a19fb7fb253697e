import { MAX_PAYOUT_PRICE, MOONSHOT_PEAK, ULTRA_SHORT_TICKS } from '@ted/game';
import type { FinishedGame } from './finished-game.ts';

const RECENT_GAMES = 10;

export interface PastGamesMemory {
  sinceMaxPayout: number | null;
  sinceMoonshot: number;
  lastFinalPrice: number | null;
  recentUltraShorts: boolean[];
}

/** What the documented patterns know of the games before the running one. Counts are of games. */
export class PastGames {
  #sinceMaxPayout: number | null = null;
  #sinceMoonshot = 0;
  #lastFinalPrice: number | null = null;
  #ultraShorts: boolean[] = [];

  /** Games since the last with a final price ≥ 0.019: 0 right after it; null if there was none. */
  get sinceMaxPayout(): number | null {
    return this.#sinceMaxPayout;
  }

  /** Games since the last with a peak ≥ 50×, or since the beginning. */
  get sinceMoonshot(): number {
    return this.#sinceMoonshot;
  }

  /** Of the game just before; null where its end was not seen. */
  get lastFinalPrice(): number | null {
    return this.#lastFinalPrice;
  }

  /** How many of the last ten games ended within ten ticks. */
  get recentUltraShorts(): number {
    return this.#ultraShorts.filter(Boolean).length;
  }

  add({ endTick, peakPrice, finalPrice }: FinishedGame): void {
    const payout = endTick !== null && finalPrice >= MAX_PAYOUT_PRICE;
    if (payout) this.#sinceMaxPayout = 0;
    else if (this.#sinceMaxPayout !== null) this.#sinceMaxPayout++;
    this.#sinceMoonshot = peakPrice >= MOONSHOT_PEAK ? 0 : this.#sinceMoonshot + 1;
    this.#lastFinalPrice = endTick === null ? null : finalPrice;
    this.#ultraShorts.push(endTick !== null && endTick <= ULTRA_SHORT_TICKS);
    if (this.#ultraShorts.length > RECENT_GAMES) this.#ultraShorts.shift();
  }

  get memory(): PastGamesMemory {
    return {
      sinceMaxPayout: this.#sinceMaxPayout,
      sinceMoonshot: this.#sinceMoonshot,
      lastFinalPrice: this.#lastFinalPrice,
      recentUltraShorts: [...this.#ultraShorts],
    };
  }

  recall(memory: PastGamesMemory): void {
    this.#sinceMaxPayout = memory.sinceMaxPayout;
    this.#sinceMoonshot = memory.sinceMoonshot;
    this.#lastFinalPrice = memory.lastFinalPrice;
    this.#ultraShorts = [...memory.recentUltraShorts];
  }
}
