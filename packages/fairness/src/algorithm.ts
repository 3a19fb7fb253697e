import seedrandom from 'seedrandom';
import { algorithmsOf, gameVersions, type GameParameters, type GameVersion } from './versions.ts';

const { max, min, sqrt } = Math;

/** Ticks after which a game ends even if no draw ended it: one game in 10¹¹ gets there. */
const tickLimit = 5000;

export interface PlayedGame {
  /** Tick of the rug; equals `prices.length`, because the rug price itself does not come from the seed. */
  endTick: number;
  /** `prices[tick]` for every tick before the rug, as multiples of the start price: `prices[0]` is 1. */
  prices: number[];
  peakPrice: number;
  /** First tick at which the price was `peakPrice`. */
  peakTick: number;
}

/** Plays the game that a server seed fixes, by a version's standing parameters. */
export function playGame(serverSeed: string, gameId: string, version: GameVersion): PlayedGame {
  return playBy(gameVersions[version], serverSeed, gameId);
}

/**
 * {@link playGame} for a version that may be anything; undefined if no algorithm was published for it.
 * @param algorithm which of them, by the name that a verdict gives; the standing one unless given
 */
export function replayGame(
  serverSeed: string,
  gameId: string,
  version: string | null,
  algorithm?: string | null,
): PlayedGame | undefined {
  const candidates = algorithmsOf(version, gameId);
  const chosen = candidates.find(({ name }) => name === algorithm) ?? candidates[0];
  return chosen && playBy(chosen.parameters, serverSeed, gameId);
}

/**
 * Plays the game that a server seed fixes under these parameters.
 *
 * The generator is `seedrandom` (ARC4) seeded with `serverSeed + "-" + gameId`; its draws are used in the order of
 * the operator's published verification code, so the order of the calls below is part of the algorithm.
 */
export function playBy(parameters: GameParameters, serverSeed: string, gameId: string): PlayedGame {
  const draw = seedrandom(`${serverSeed}-${gameId}`);
  const prices = [1];
  let price = 1;
  let peakPrice = 1;
  let peakTick = 0;
  for (let tick = 0; tick < tickLimit && draw() >= parameters.rugProbability; tick++) {
    price = nextPrice(price, draw, parameters);
    prices.push(price);
    if (price > peakPrice) {
      peakPrice = price;
      peakTick = tick + 1;
    }
  }
  return { endTick: prices.length, prices, peakPrice, peakTick };
}

/** The price after a tick that was not the rug. `draw` gives uniform numbers in [0, 1). */
export function nextPrice(price: number, draw: () => number, parameters: GameParameters): number {
  const { godCandle, bigMove, drift, noise } = parameters;
  if (godCandle && draw() < godCandle.probability && price <= godCandle.maximumPrice) {
    return price * godCandle.factor;
  }
  let change: number;
  if (draw() < bigMove.probability) {
    const size = bigMove.minimumSize + draw() * (bigMove.maximumSize - bigMove.minimumSize);
    change = draw() > 0.5 ? size : -size;
  } else {
    const trend = drift.minimum + draw() * (drift.maximum - drift.minimum);
    const volatility = noise.size * min(noise.rootCap, sqrt(price));
    change = trend + volatility * (2 * draw() - 1);
  }
  return max(0, price * (1 + change));
}
