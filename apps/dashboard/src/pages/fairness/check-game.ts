import { replayGame, serverSeedHash, verifyGame, type GameVerdict } from '@ted/fairness';
import type { GameDetail } from '../../api/game.ts';

/** What a check in the browser has found. */
export interface Check extends GameVerdict {
  /** The seed's own hash beside the published one; null where one of them is missing. */
  isHashEqual: boolean | null;
  hasSeed: boolean;
  prices: { compared: number; equal: number };
  endTick: { replayed: number | null; seen: number | null };
  peak: { replayed: number | null; seen: number | null };
}

interface Given {
  gameId: string;
  seed: string;
  hash: string;
  version: string;
}

/** Replays a game from what the reader gives, and compares with what TED has stored of it, if anything. */
export function checkGame(given: Given, stored: GameDetail | null): Check {
  const [gameId, seed, hash] = [given.gameId.trim(), given.seed.trim(), given.hash.trim()];
  const seen = stored?.game_id === gameId ? stored : null;
  const prices = seen?.path.map(({ tick, price }) => [tick, price] as const) ?? [];
  const verdict = verifyGame({
    gameId,
    version: given.version,
    serverSeed: seed === '' ? null : seed,
    serverSeedHash: hash === '' ? null : hash,
    endTick: seen?.end_tick ?? null,
    peakPrice: seen?.peak_price ?? null,
    prices,
  });
  const replay = seed === '' ? null : (replayGame(seed, gameId, given.version) ?? null);
  const isEqual = ([tick, price]: readonly [number, number]) =>
    replay !== null && Math.abs((replay.prices[tick] ?? NaN) - price) <= 1e-9 * price;
  return {
    ...verdict,
    isHashEqual: seed === '' || hash === '' ? null : serverSeedHash(seed) === hash.toLowerCase(),
    hasSeed: seed !== '',
    prices: { compared: prices.length, equal: prices.filter(isEqual).length },
    endTick: { replayed: replay?.endTick ?? null, seen: seen?.end_tick ?? null },
    peak: { replayed: replay?.peakPrice ?? null, seen: seen?.peak_price ?? null },
  };
}
