import { count } from '../format/numbers.ts';

/** The bets that TED has recommended in the last 24 hours. */
export interface BetsOfDay {
  games: number;
  bets: number;
  bets_won: number;
}

/**
 * "0 in 259 games", "2: 1 won, 1 lost", "3, 1 open".
 * @param day of the stored games; null while they cannot be read, then those since TED's start stand in
 * @param decision an open bet is not settled yet
 */
export function bets(
  day: BetsOfDay | null,
  sinceStart: { total: number; won: number; lost: number },
  decision: string,
): { name: string; value: string } {
  const name = day ? 'Bets recommended in 24 h' : 'Bets recommended since start';
  const total = day?.bets ?? sinceStart.won + sinceStart.lost;
  const won = day?.bets_won ?? sinceStart.won;
  const open = decision === 'open' || decision === 'bet' ? 1 : 0;
  if (total + open === 0)
    return {
      name,
      value:
        day && day.games > 0 ? `0 in ${count(day.games)} ${day.games === 1 ? 'game' : 'games'}` : 'none yet',
    };
  const isOpen = open > 0 ? `, ${open} open` : '';
  if (total === 0) return { name, value: '1 open' };
  return { name, value: `${count(total)}: ${count(won)} won, ${count(total - won)} lost${isOpen}` };
}
