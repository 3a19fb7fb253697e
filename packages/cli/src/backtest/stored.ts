import type { Game } from '@ted/backtest';
import { replayGame } from '@ted/fairness';
import { eachEndedGame, type PlayedStoredGame } from '@ted/storage';
import { stackPaths } from '../paths.ts';
import { withDatabase } from '../with-database.ts';

/**
 * Finished games of the stack's database in the order in which they ended. The price path is replayed from the seed where it
 * is revealed and ends as the game did; else it is the stored samples, each holding until the next.
 */
export async function* storedGames(data: string | undefined): AsyncGenerator<Game> {
  const games = await withDatabase(stackPaths(data), async (database) => {
    const all: PlayedStoredGame[] = [];
    for await (const game of eachEndedGame(database)) all.push(game);
    return all;
  });
  for (const game of games) yield gameOf(game);
}

function gameOf(game: PlayedStoredGame): Game {
  const { start_tick, end_tick, final_price } = game;
  const prices = replayed(game)?.slice(start_tick) ?? heldSamples(game);
  return { startTick: start_tick, prices, endTick: end_tick, finalPrice: final_price };
}

function replayed({ server_seed, game_id, version, end_tick }: PlayedStoredGame): number[] | undefined {
  if (server_seed === undefined || version === undefined) return undefined;
  const played = replayGame(server_seed, game_id, version);
  return played?.endTick === end_tick ? played.prices : undefined;
}

function heldSamples({ start_tick, end_tick, samples }: PlayedStoredGame): number[] {
  const known = new Map(samples.map(({ tick, price }) => [tick, price]));
  const prices: number[] = [];
  for (let tick = start_tick; tick < end_tick; tick++) prices.push(known.get(tick) ?? prices.at(-1) ?? 1);
  return prices;
}
