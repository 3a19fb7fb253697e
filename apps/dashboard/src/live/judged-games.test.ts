import type { StoredGame } from '../api/stored-game.ts';
import { judged } from '../testing/samples.ts';
import { judgedGames } from './judged-games.ts';

const stored = (game_id: string, over: Partial<StoredGame> = {}): StoredGame => ({
  game_id,
  feed: 'simulated',
  started_at: '2025-11-24T13:00:00.000Z',
  ended_at: '2025-11-24T13:01:00.000Z',
  start_tick: 0,
  end_tick: 100,
  peak_price: 2,
  final_price: 0.01,
  missed_ticks: 0,
  forecast: { predicted_at_tick: 0, median: 139, lower: 1, upper: 320, inside: true, error_windows: 1 },
  verdict: 'verified',
  first_difference_tick: null,
  scores: null,
  ...over,
});

it('is one list, oldest first, each game once', () => {
  const games = judgedGames([stored('c'), stored('b'), stored('a')], [judged('c'), judged('d')]);
  expect(games.map(({ game_id }) => game_id)).toEqual(['a', 'b', 'c', 'd']);
  expect(games[0]).toEqual(judged('a'));
});

it('leaves out what had no forecast or no end', () => {
  expect(judgedGames([stored('a', { forecast: null }), stored('b', { end_tick: null })], [])).toEqual([]);
});

it('is the list in memory itself while nothing else is known', () => {
  const live = [judged('a')];
  expect(judgedGames([], live)).toBe(live);
});
