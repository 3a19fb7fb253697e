import { playBy, type PlayedGame } from './algorithm.ts';
import { serverSeedHash } from './hash.ts';
import { algorithmsOf } from './versions.ts';

/** What is known of a finished game. What is null or left out is not compared. */
export interface GameFacts {
  gameId: string;
  /** As the feed names it. */
  version: string | null;
  serverSeed: string | null;
  /** As the feed showed it with the seed. */
  serverSeedHash: string | null;
  /** As the feed showed it before the seed was known: what the operator was bound to. */
  committedHash?: string | null;
  /** N, the tick of the rug. */
  endTick: number | null;
  /** The highest price before the rug. */
  peakPrice: number | null;
  /** Prices at ticks at which the game was alive, in any order; never the rug's, which the seed does not fix. */
  prices?: Iterable<readonly [tick: number, price: number]>;
}

export type Verdict = 'verified' | 'mismatch' | 'unverifiable';
const COMPARABLE = ['committed_hash', 'server_seed_hash', 'end_tick', 'prices', 'peak_price'] as const;
export type Compared = (typeof COMPARABLE)[number];

/** Where a game is not what its seed makes it: what the algorithm gives beside what the feed showed. */
export interface Difference {
  what: 'server_seed_hash' | 'committed_hash' | 'end_tick' | 'price' | 'peak_price';
  /** Null for the hashes, which are not about a tick. */
  tick: number | null;
  expected: number | string | null;
  seen: number | string;
}

export interface GameVerdict {
  verdict: Verdict;
  compared: Compared[];
  /** How many prices were compared. */
  pricesCompared: number;
  /** The hashes first, then the lowest tick that differs. Null unless the verdict is a mismatch. */
  firstDifference: Difference | null;
  /** The algorithm that was replayed; null if none is known for the version. */
  algorithm: string | null;
  /** Why a game cannot be verified; null for other verdicts. */
  reason: string | null;
}

/** Numbers may have been printed with fewer digits on their way: equal to a billionth counts as equal. */
const RELATIVE_TOLERANCE = 1e-9;

/**
 * Says whether a game is the one that its seed fixes: SHA-256(seed) against the published hash, then the replay of the
 * published algorithm against end tick, peak and every known price but the rug's. Never throws, whatever the facts say.
 * A game is `verified` when nothing differs and at least one thing that was replayed was compared.
 */
export function verifyGame(facts: GameFacts): GameVerdict {
  const { serverSeed, version, gameId } = facts;
  if (serverSeed === null) return unverifiable('no seed was revealed');
  const hashes = compareHashes(facts, serverSeed);
  const algorithms = algorithmsOf(version, gameId);
  const attempts = algorithms.map(({ name, parameters }) => ({
    name,
    replayed: compareReplay(facts, playBy(parameters, serverSeed, gameId)),
  }));
  // Of several algorithms that a version was published with, the one that the game was made by is the one that fits.
  const best = attempts.find(({ replayed }) => replayed.difference === null) ?? attempts[0];
  const compared = [...hashes.compared, ...(best?.replayed.compared ?? [])];
  const pricesCompared = best?.replayed.pricesCompared ?? 0;
  const result = { compared, pricesCompared, algorithm: best?.name ?? null };
  const firstDifference = hashes.difference ?? best?.replayed.difference ?? null;
  if (firstDifference) return { verdict: 'mismatch', ...result, firstDifference, reason: null };
  if (!best) return unverifiable(unknownVersion(version), result);
  if (best.replayed.compared.length === 0)
    return unverifiable('nothing is known that could be compared', result);
  return { verdict: 'verified', ...result, firstDifference: null, reason: null };
}

/**
 * One verdict on several accounts of the same game, as when its ticks were shown while it ran and again afterwards: each has
 * to fit the seed by itself. There has to be at least one.
 */
export function verifyAccounts(accounts: readonly GameFacts[]): GameVerdict {
  const verdicts = accounts.map(verifyGame);
  const decisive =
    verdicts.find(({ verdict }) => verdict === 'mismatch') ??
    verdicts.find(({ verdict }) => verdict === 'verified') ??
    verdicts[0]!;
  return {
    ...decisive,
    compared: COMPARABLE.filter((what) => verdicts.some(({ compared }) => compared.includes(what))),
    pricesCompared: Math.max(...verdicts.map(({ pricesCompared }) => pricesCompared)),
  };
}

const unknownVersion = (version: string | null): string =>
  version === null ? 'its version is not known' : `no algorithm is known for version "${version}"`;

function unverifiable(reason: string, result: Partial<GameVerdict> = {}): GameVerdict {
  return {
    verdict: 'unverifiable',
    compared: [],
    pricesCompared: 0,
    algorithm: null,
    ...result,
    firstDifference: null,
    reason,
  };
}

interface Comparison {
  compared: Compared[];
  difference: Difference | null;
}

function compareHashes(facts: GameFacts, serverSeed: string): Comparison {
  const expected = serverSeedHash(serverSeed);
  const hashes = [
    ['committed_hash', facts.committedHash],
    ['server_seed_hash', facts.serverSeedHash],
  ] as const;
  const result: Comparison = { compared: [], difference: null };
  for (const [what, seen] of hashes) {
    if (seen === null || seen === undefined) continue;
    result.compared.push(what);
    if (seen.toLowerCase() !== expected) result.difference ??= { what, tick: null, expected, seen };
  }
  return result;
}

function compareReplay(facts: GameFacts, replay: PlayedGame): Comparison & { pricesCompared: number } {
  const compared: Compared[] = [];
  let difference: Difference | null = null;
  const differs = (found: Difference & { tick: number }): void => {
    if (difference === null || found.tick < (difference.tick ?? Infinity)) difference = found;
  };
  const { endTick, peakPrice } = facts;
  if (endTick !== null) {
    compared.push('end_tick');
    if (endTick !== replay.endTick)
      differs({
        what: 'end_tick',
        tick: Math.min(endTick, replay.endTick),
        expected: replay.endTick,
        seen: endTick,
      });
  }
  let pricesCompared = 0;
  for (const [tick, seen] of facts.prices ?? []) {
    pricesCompared++;
    const expected = replay.prices[tick] ?? null;
    if (expected === null || !isClose(expected, seen)) differs({ what: 'price', tick, expected, seen });
  }
  if (pricesCompared > 0) compared.push('prices');
  if (peakPrice !== null) {
    compared.push('peak_price');
    // A peak says less than the prices and the end that it comes from.
    if (difference === null && !isClose(replay.peakPrice, peakPrice))
      differs({ what: 'peak_price', tick: replay.peakTick, expected: replay.peakPrice, seen: peakPrice });
  }
  return { compared, difference, pricesCompared };
}

function isClose(a: number, b: number): boolean {
  return Number.isFinite(b) && Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
