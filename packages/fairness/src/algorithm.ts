import seedrandom from 'seedrandom';

/** What the published algorithm leaves open from one game version to the next. Probabilities are per tick. */
export interface GameParameters {
  rugProbability: number;
  /** A god candle multiplies the price while it is at most `maximumPrice`; one draw a tick, made even above it. */
  godCandle: { probability: number; factor: number; maximumPrice: number } | undefined;
  bigMove: { probability: number; minimumSize: number; maximumSize: number };
  drift: { minimum: number; maximum: number };
  /** Noise grows with the square root of the price; the root stops growing at `rootCap`. */
  noise: { size: number; rootCap: number };
}

const v1: GameParameters = {
  rugProbability: 0.005,
  godCandle: undefined,
  bigMove: { probability: 0.125, minimumSize: 0.15, maximumSize: 0.25 },
  drift: { minimum: -0.02, maximum: 0.03 },
  noise: { size: 0.005, rootCap: Infinity },
};

/** The published games, by the version that the feed names in `provablyFair.version`. */
export const gameVersions = {
  v1,
  v3: {
    ...v1,
    godCandle: { probability: 0.00001, factor: 10, maximumPrice: 100 },
    noise: { size: 0.005, rootCap: 10 },
  },
} satisfies Record<string, GameParameters>;

export type GameVersion = keyof typeof gameVersions;

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

/**
 * Plays the game that a server seed fixes.
 *
 * The generator is `seedrandom` (ARC4) seeded with `serverSeed + "-" + gameId`; its draws are used in the order of
 * the operator's published verification code, so the order of the calls below is part of the algorithm.
 */
export function playGame(serverSeed: string, gameId: string, version: GameVersion): PlayedGame {
  const parameters: GameParameters = gameVersions[version];
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

function nextPrice(price: number, draw: () => number, parameters: GameParameters): number {
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
    const volatility = noise.size * Math.min(noise.rootCap, Math.sqrt(price));
    change = trend + volatility * (2 * draw() - 1);
  }
  return Math.max(0, price * (1 + change));
}
