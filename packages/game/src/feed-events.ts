import * as z from 'zod';
import { MAX_TICK } from './constants.ts';

/**
 * The parts of a `gameStateUpdate` that TED uses. Unknown fields (mostly the leaderboard) are dropped; every field but
 * `gameId` may be absent (the cooldown's minimal updates), but an update that speaks of the running game must be whole.
 */

export const gameId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const tick = z.int().min(0).max(MAX_TICK);
const MAX_PRICE = 1e12;
const price = z.number().min(0).max(MAX_PRICE);
const TICK_KEY = /^\d{1,5}$/;

/** The last few prices, by tick: a handful with every update. A `z.record` of them took half of the time of validating it all. */
const isPricesByTick = (value: unknown): value is Record<string, number> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const tick in value) {
    const price: unknown = (value as Record<string, unknown>)[tick];
    if (!TICK_KEY.test(tick) || typeof price !== 'number' || !(price >= 0 && price <= MAX_PRICE))
      return false;
  }
  return true;
};
const partialPrices = z.object({
  values: z.custom<Record<string, number>>(isPricesByTick, 'not prices by tick'),
});

export const gameStateUpdate = z
  .object({
    gameId,
    active: z.boolean().optional(),
    rugged: z.boolean().optional(),
    tickCount: tick.optional(),
    price: price.optional(),
    cooldownTimer: z.number().min(0).max(86_400_000).optional(),
    cooldownPaused: z.boolean().nullish(),
    pauseMessage: z.string().max(10_000).nullish(),
    allowPreRoundBuys: z.boolean().nullish(),
    partialPrices: partialPrices.nullish(),
    prices: z
      .array(price)
      .max(MAX_TICK + 1)
      .nullish(),
    provablyFair: z
      .object({ serverSeedHash: z.string().max(200).nullish(), version: z.string().max(20).nullish() })
      .nullish(),
    gameHistory: z.array(z.unknown()).max(1000).nullish(),
  })
  .refine(
    ({ active, rugged, tickCount, price }) =>
      [rugged, tickCount, price].every((field) => (field === undefined) === (active === undefined)),
    { message: 'active, rugged, tickCount and price come together or not at all', path: ['tickCount'] },
  );
export type GameStateUpdate = z.infer<typeof gameStateUpdate>;

/** A finished game as `gameHistory` shows it; newer feeds leave out the prices. */
export const historyGame = z.object({
  id: gameId,
  timestamp: z.number().optional(),
  prices: z
    .array(price)
    .min(2)
    .max(MAX_TICK + 1)
    .nullish(),
  peakMultiplier: price.nullish(),
  rugged: z.boolean().nullish(),
  provablyFair: z
    .object({ serverSeed: z.string().max(200).nullish(), serverSeedHash: z.string().max(200).nullish() })
    .nullish(),
  gameVersion: z.string().max(20).nullish(),
});
export type HistoryGame = z.infer<typeof historyGame>;

/** The outcome of reading one raw event: the update, or which field was wrong. */
export type ParsedUpdate = { ok: true; update: GameStateUpdate } | { ok: false; problem: string };

/** Validates the data of a `gameStateUpdate` event, which may be anything. */
export function parseGameStateUpdate(data: unknown): ParsedUpdate {
  const result = gameStateUpdate.safeParse(data);
  if (result.success) return { ok: true, update: result.data };
  const issue = result.error.issues[0];
  return { ok: false, problem: `${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'invalid'}` };
}
