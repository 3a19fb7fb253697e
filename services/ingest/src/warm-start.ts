import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@ted/platform';
import * as z from 'zod';
import type { Ingest } from './ingest.ts';
import type { StoredGame } from './pipeline/pipeline.ts';

/** Games that a forecast without a memory begins with: as many as a checkpoint keeps for another model. */
const GAMES = 500;
const PAGE = 200;
const PAGE_TIMEOUT_MS = 2000;
const TRY_AGAIN_MS = 2000;
/** A gateway that has not answered by then is not waited for. */
const ATTEMPTS = 150;

/** What is used of a page of the gateway's `/api/games`. */
const page = z.object({
  games: z.array(
    z.object({
      game_id: z.string(),
      start_tick: z.int().nullable(),
      end_tick: z.int().nullable(),
      peak_price: z.number().nullable(),
      final_price: z.number().nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

export interface WarmStartSource {
  /** Base address of a gateway. */
  url: string;
  feed: string;
  /** What the gateway wants to be read with, if anything. */
  token?: string | undefined;
}

/**
 * Lets each feed's forecast that has no memory of its own begin with what is stored. The feeds are followed meanwhile: this waits
 * for a gateway that starts later, and gives up after five minutes.
 */
export async function warmStart(
  ingests: readonly Ingest[],
  gateway: Omit<WarmStartSource, 'feed'>,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (const ingest of ingests.filter(({ cold }) => cold)) {
    try {
      ingest.warmUp(await patiently(() => storedGames({ ...gateway, feed: ingest.name }), signal));
    } catch (error) {
      if (!signal.aborted)
        logger.warn(`The forecasts begin without stored games: the gateway told none (${String(error)})`);
      return;
    }
  }
}

/** Asks until there is an answer. Throws the last attempt's error. */
async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
    await wait(TRY_AGAIN_MS, undefined, { signal, ref: false });
  }
}

/**
 * The newest stored games of a feed, oldest first, at most 500. Throws an Error that says why where the gateway does not
 * answer, or not as it should.
 */
export async function storedGames({ url, feed, token }: WarmStartSource): Promise<StoredGame[]> {
  const games: StoredGame[] = [];
  let cursor: string | null = null;
  do {
    const address = new URL('/api/games', url);
    address.search = new URLSearchParams({ feed, limit: String(PAGE), ...(cursor && { cursor }) }).toString();
    const response = await fetch(address, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.timeout(PAGE_TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`${address.pathname} answers ${response.status}`);
    const { games: newest, next_cursor } = page.parse(await response.json());
    games.push(...newest.flatMap(learnable));
    cursor = next_cursor;
  } while (cursor && games.length < GAMES);
  return games.slice(0, GAMES).reverse();
}

/** A game whose end, peak and final price are all known. */
function learnable(game: z.infer<typeof page>['games'][number]): StoredGame[] {
  const { game_id, start_tick, end_tick, peak_price, final_price } = game;
  if (end_tick === null || peak_price === null || final_price === null) return [];
  return [
    {
      gameId: game_id,
      // Of a game known from the feed's history every tick is known.
      startTick: Math.max(0, start_tick ?? 0),
      endTick: end_tick,
      lastTick: end_tick,
      peakPrice: peak_price,
      finalPrice: final_price,
    },
  ];
}
