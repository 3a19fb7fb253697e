import type { LiveTotals } from '@ted/messaging';

/** The totals of several feeds as one: connected if all of them are, with the time of the newest update. */
export function sumOfTotals(all: readonly LiveTotals[]): LiveTotals {
  const sum: LiveTotals = {
    connected: all.every(({ connected }) => connected),
    reconnects: 0,
    updates: 0,
    rejected: {},
    games: 0,
    last_update_at: null,
    bets: { total: 0, positive_ev: 0, won: 0, lost: 0, total_ev: 0 },
  };
  for (const { reconnects, updates, rejected, games, last_update_at, bets } of all) {
    sum.reconnects += reconnects;
    sum.updates += updates;
    sum.games += games;
    if (last_update_at !== null) sum.last_update_at = Math.max(sum.last_update_at ?? 0, last_update_at);
    for (const [reason, count] of Object.entries(rejected))
      sum.rejected[reason] = (sum.rejected[reason] ?? 0) + count;
    for (const [key, value] of Object.entries(bets)) sum.bets[key as keyof typeof bets] += value;
  }
  return sum;
}
