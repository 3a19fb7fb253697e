import * as z from 'zod';
import { parseGameStateUpdate, type GameStateUpdate } from '@ted/game';
import { recordedFrames } from '@ted/feed-simulator';
import type { RecordedGame } from './recorded-game.ts';

/** How a place in a recording speaks of games. */
type GameOf = (gameId: string) => RecordedGame;

const text = z.string().nullish();
const number = z.number().nullish();
const prices = z.array(z.number()).nullish();

/** A finished game in the feed's history. Broader than what ingest takes: what is wrong is to be seen. */
const historyEntry = z.object({
  id: z.string().min(1),
  rugged: z.boolean().nullish(),
  prices,
  peakMultiplier: number,
  gameVersion: text,
  provablyFair: z.object({ serverSeed: text, serverSeedHash: text }).nullish(),
});

/** A list of revealed seeds. */
const revealedSeed = z.object({
  game_id: z.string().min(1),
  server_seed: z.string(),
  server_seed_hash: text,
  version: text,
  end_tick: number,
  peak_multiplier: number,
  peak_price: number,
  prices,
});

/** A line that is about one game. */
const gameLine = z.object({ game_id: z.string().min(1) });

/** An event as it was received; when that was does not matter here. */
const receivedEvent = z.object({ event: z.string(), data: z.unknown() });

/** Takes what one line, or one element, of a recording says of games. Returns false if its shape is not known. */
export function takeRecorded(value: unknown, gameOf: GameOf): boolean {
  const seed = revealedSeed.safeParse(value);
  if (seed.success) takeSeed(seed.data, gameOf);
  // A game that was recorded tick by tick may come with its seed in the same line.
  const frames = eventsOf(value);
  for (const { event, data } of frames ?? []) if (event === 'gameStateUpdate') takeUpdate(data, gameOf);
  const named = frames && gameLine.safeParse(value);
  if (named?.success) gameOf(named.data.game_id).recorded();
  return seed.success || frames !== undefined || takeHistoryEntry(value, gameOf);
}

function eventsOf(value: unknown): { event: string; data: unknown }[] | undefined {
  const received = receivedEvent.safeParse(value);
  return received.success ? [received.data] : recordedFrames(value);
}

function takeSeed(seed: z.infer<typeof revealedSeed>, gameOf: GameOf): void {
  const { end_tick, prices } = seed;
  gameOf(seed.game_id).revealed({
    version: seed.version ?? null,
    serverSeed: seed.server_seed,
    serverSeedHash: seed.server_seed_hash ?? null,
    endTick: end_tick ?? null,
    peakPrice: seed.peak_multiplier ?? seed.peak_price ?? null,
    // The rug's price may come along.
    prices: prices?.slice(0, end_tick ?? -1),
  });
}

function takeUpdate(data: unknown, gameOf: GameOf): void {
  const history = (data as { gameHistory?: unknown } | null)?.gameHistory;
  if (Array.isArray(history)) for (const entry of history) takeHistoryEntry(entry, gameOf);
  const parsed = parseGameStateUpdate(data);
  if (!parsed.ok) return;
  const { update } = parsed;
  const game = gameOf(update.gameId);
  game.announced(update.provablyFair?.serverSeedHash, update.provablyFair?.version);
  if (update.active !== true || update.tickCount === undefined || update.price === undefined) return;
  if (update.rugged) takeRug(update, update.tickCount, game);
  else {
    game.alive(update.tickCount, update.price);
    for (const [tick, price] of recentPrices(update)) game.alive(tick, price);
    update.prices?.forEach((price, tick) => game.alive(tick, price));
  }
}

/**
 * The tick counter runs on after the rug, the last prices do not: they end with the rug's. Without them the end is known only
 * where the tick before it was seen.
 */
function takeRug(update: GameStateUpdate, tickCount: number, game: RecordedGame): void {
  const recent = recentPrices(update);
  const endTick = Math.max(...recent.map(([tick]) => tick));
  if (recent.length > 0) game.ended(endTick);
  else if (game.wasAliveAt(tickCount - 1)) game.ended(tickCount);
  for (const [tick, price] of recent) if (tick < endTick) game.alive(tick, price);
}

const recentPrices = (update: GameStateUpdate): [number, number][] =>
  Object.entries(update.partialPrices?.values ?? {}).map(([tick, price]) => [Number(tick), price]);

function takeHistoryEntry(value: unknown, gameOf: GameOf): boolean {
  const entry = historyEntry.safeParse(value);
  if (!entry.success) return false;
  const { id, rugged, prices, peakMultiplier, gameVersion, provablyFair } = entry.data;
  if (rugged === false) return true;
  gameOf(id).revealed({
    version: gameVersion ?? null,
    serverSeed: provablyFair?.serverSeed ?? null,
    serverSeedHash: provablyFair?.serverSeedHash ?? null,
    endTick: prices && prices.length > 0 ? prices.length - 1 : null,
    peakPrice: peakMultiplier ?? null,
    // The last one is the rug's.
    prices: prices?.slice(0, -1),
  });
  return true;
}
