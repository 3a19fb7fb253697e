import { z } from 'zod';
import { MAX_TICK } from './constants.ts';

/**
 * The parts of a `gameStateUpdate` that TED uses. Unknown fields (mostly the leaderboard) are dropped; every field but
 * `gameId` may be absent (the cooldown's minimal updates), but an update that speaks of the running game must be whole.
 */

export const gameId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const tick = z.int().min(0).max(MAX_TICK);
const price = z.number().min(0).max(1e12);

const partialPrices = z.object({ values: z.record(z.string().regex(/^\d{1,5}$/), price) });

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
    (update) => {
      const given = [update.active, update.rugged, update.tickCount, update.price].filter(
        (v) => v !== undefined,
      );
      return given.length === 0 || given.length === 4;
    },
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
