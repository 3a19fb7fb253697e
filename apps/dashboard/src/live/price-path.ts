/** One price at one tick of a game. */
export interface Point {
  tick: number;
  price: number;
}

/** The prices of one game as far as they are known, in the order of their ticks. Never changed, only replaced. */
export interface PricePath {
  gameId: string;
  points: readonly Point[];
  /** How many ticks the game has had, from tick 0. */
  ticks: number;
  /** So many of them were not to be had when last asked for. */
  missing: number;
}

export const NO_PATH: PricePath = { gameId: '', points: [], ticks: 0, missing: 0 };

/** Adds the price of a tick; a new game begins a new path, and a tick that is already known is left as it is. */
export function append(path: PricePath, gameId: string, { tick, price }: Point): PricePath {
  if (gameId !== path.gameId) return { gameId, points: [{ tick, price }], ticks: tick + 1, missing: 0 };
  if (tick < path.ticks) return path;
  return { ...path, points: [...path.points, { tick, price }], ticks: tick + 1 };
}

/** The game has ended. The rug's own price is no point of the path: nobody could have sold at it. */
export function end(path: PricePath, gameId: string, endTick: number): PricePath {
  if (gameId !== path.gameId) return { gameId, points: [], ticks: endTick, missing: 0 };
  return path.ticks === endTick ? path : { ...path, ticks: endTick };
}

/** Puts in what was fetched. Nothing happens when another game has begun since. */
export function backfill(path: PricePath, gameId: string, fetched: readonly Point[]): PricePath {
  if (gameId !== path.gameId) return path;
  const byTick = new Map([...fetched, ...path.points].map(({ tick, price }) => [tick, price]));
  const points = [...byTick].sort(([a], [b]) => a - b).map(([tick, price]) => ({ tick, price }));
  const ticks = Math.max(path.ticks, (points.at(-1)?.tick ?? -1) + 1);
  return { ...path, points, ticks, missing: ticks - points.length };
}

/** Whether ticks are missing that nobody has asked for yet. */
export function needsBackfill({ points, ticks, missing }: PricePath): boolean {
  return ticks - points.length > missing;
}
