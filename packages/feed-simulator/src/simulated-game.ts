import { playGame, rugPrice, serverSeedHash } from '@ted/fairness';
import type { Randomness } from './randomness.ts';

export interface SimulatedGame {
  /** "YYYYMMDD-" and 16 hex characters, like the real feed's. */
  id: string;
  serverSeed: string;
  serverSeedHash: string;
  /** v3 games can be verified from their seed; test games have a forced end and cannot. */
  version: 'v3' | 'test';
  /** Price at every tick from 0 to the end tick; the last is the rug price. */
  prices: number[];
  endTick: number;
  /** Highest price before the rug. */
  peakMultiplier: number;
}

/** A provably fair game: everything but the rug price follows from the server seed and the id. */
export function fairGame(random: Randomness, date: string): SimulatedGame {
  const identity = newIdentity(random, date);
  const { prices, endTick, peakPrice } = playGame(identity.serverSeed, identity.id, 'v3');
  return {
    ...identity,
    version: 'v3',
    prices: [...prices, rugPrice(random.uniform())],
    endTick,
    peakMultiplier: peakPrice,
  };
}

/** A game whose end is forced; its prices are a plain random walk. */
export function forcedGame(random: Randomness, date: string, endTick: number): SimulatedGame {
  const prices = [1];
  while (prices.length < endTick) prices.push((prices.at(-1) ?? 1) * random.between(0.95, 1.06));
  return {
    ...newIdentity(random, date),
    version: 'test',
    prices: [...prices, rugPrice(random.uniform())],
    endTick,
    peakMultiplier: prices.reduce((a, b) => Math.max(a, b)),
  };
}

function newIdentity(random: Randomness, date: string) {
  const serverSeed = random.hex(64);
  return { id: `${date}-${random.hex(16)}`, serverSeed, serverSeedHash: serverSeedHash(serverSeed) };
}
