import { bets } from './bets.ts';

const NONE = { total: 0, won: 0, lost: 0 };

it('counts a day’s bets, an open one apart', () => {
  const day = { games: 259, bets: 0, bets_won: 0 };
  expect(bets(day, NONE, 'wait')).toEqual({ name: 'Bets recommended in 24 h', value: '0 in 259 games' });
  expect(bets({ ...day, games: 1 }, NONE, 'wait').value).toBe('0 in 1 game');
  expect(bets({ ...day, bets: 2, bets_won: 1 }, NONE, 'wait').value).toBe('2: 1 won, 1 lost');
  expect(bets({ ...day, bets: 3, bets_won: 1 }, NONE, 'open').value).toBe('3: 1 won, 2 lost, 1 open');
  expect(bets(day, NONE, 'bet').value).toBe('1 open');
});

it('counts since the start while the day cannot be read', () => {
  expect(bets(null, { total: 2, won: 0, lost: 2 }, 'wait')).toEqual({
    name: 'Bets recommended since start',
    value: '2: 0 won, 2 lost',
  });
  expect(bets(null, NONE, 'wait').value).toBe('none yet');
});
