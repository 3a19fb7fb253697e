import * as z from 'zod/mini';
import { fetchJson } from '../api/fetch-json.ts';
import type { Point } from './price-path.ts';

const answer = z.object({
  ticks: z.array(z.object({ game_id: z.string(), tick: z.number(), price: z.number() })),
});

/** The prices that TED has in memory of one game, in order. Throws when they cannot be had. */
export async function fetchPrices(gameId: string): Promise<Point[]> {
  const { ticks } = await fetchJson('/api/tick-history', answer);
  return ticks.filter(({ game_id }) => game_id === gameId);
}
