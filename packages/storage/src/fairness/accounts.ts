import type { GameFacts } from '@ted/fairness';
import type { GameDocument } from '../collections/documents.ts';

/** A tick's price, as a sample of it is stored. */
export interface PriceSample {
  tick: number;
  price: number;
}

/** What is stored of a game, as accounts of it: what was seen while it ran, and what the feed showed afterwards. Pure. */
export function accountsOf(game: GameDocument, samples: readonly PriceSample[]): GameFacts[] {
  const identity = {
    gameId: game.game_id,
    version: game.version ?? null,
    serverSeed: game.server_seed ?? null,
    serverSeedHash: game.server_seed_hash ?? null,
    committedHash: game.committed_seed_hash ?? null,
  };
  const seenWhole = game.start_tick === 0 && game.missed_ticks === 0;
  const live: GameFacts = {
    ...identity,
    endTick: game.end_tick ?? null,
    // Whoever has not seen every tick may have missed the highest one.
    peakPrice: seenWhole ? (game.peak_price ?? null) : null,
    prices: samples.map(({ tick, price }) => [tick, price]),
  };
  if (!game.revealed) return [live];
  const { end_tick, peak_price, prices } = game.revealed;
  return [
    live,
    { ...identity, endTick: end_tick, peakPrice: peak_price, prices: prices?.slice(0, -1).entries() ?? [] },
  ];
}
