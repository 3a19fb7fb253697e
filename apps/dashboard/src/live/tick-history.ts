import * as z from 'zod/mini';
import type { Point } from './price-path.ts';

const answer = z.object({
  ticks: z.array(z.object({ game_id: z.string(), tick: z.number(), price: z.number() })),
});
const TIMEOUT_MS = 4000;

/** The prices that TED has in memory of one game, in order. Throws when they cannot be had. */
export async function fetchPrices(gameId: string): Promise<Point[]> {
  const response = await fetch('/api/tick-history', { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  const { ticks } = answer.parse(await response.json());
  return ticks.filter(({ game_id }) => game_id === gameId);
}
