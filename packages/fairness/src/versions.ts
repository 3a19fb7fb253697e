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

/**
 * What else a version was published with. The operator's verification page showed a rug probability of 0.011 in mid-2025;
 * when that ended is not known, but from 29 October 2025 on every recorded game follows 0.005.
 */
const earlierParameters = { lastDate: '20251028', rugProbability: 0.011 } as const;

export interface Algorithm {
  /** The version; with what differs, where it is not the version's standing parameters. */
  name: string;
  parameters: GameParameters;
}

/**
 * The algorithms that a game may have been made by, the version's standing one first; none if the version is not known.
 * @param gameId begins with the game's date, `YYYYMMDD-`; without a date the standing algorithm is the only one
 */
export function algorithmsOf(version: string | null, gameId: string): Algorithm[] {
  if (version === null || !Object.hasOwn(gameVersions, version)) return [];
  const parameters: GameParameters = gameVersions[version as GameVersion];
  const standing = { name: version, parameters };
  const date = /^(\d{8})-/.exec(gameId)?.[1];
  if (date === undefined || date > earlierParameters.lastDate) return [standing];
  const { rugProbability } = earlierParameters;
  return [
    standing,
    { name: `${version}, rug probability ${rugProbability}`, parameters: { ...parameters, rugProbability } },
  ];
}
