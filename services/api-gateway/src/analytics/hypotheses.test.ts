import type { EndedGame } from '@ted/storage';
import { findings } from './hypotheses.ts';
import { shareOf } from './share.ts';

const game = (end_tick: number, peak_price = 2, final_price = 0.01): EndedGame => ({
  game_id: `g${end_tick}`,
  ended_at: new Date(0),
  end_tick,
  peak_price,
  final_price,
});

it('says of each pattern how often it came true where it speaks, and elsewhere', () => {
  const games = [game(100, 2, 0.02), game(5, 9, 0.02), game(300, 60, 0.001), game(8, 2, 0.001)];
  const [again, outlasts, ultraShort, moonshot] = findings(games).map(({ observed, otherwise }) => [
    `${observed.share} of ${observed.games}`,
    `${otherwise.share} of ${otherwise.games}`,
  ]);
  expect(again).toEqual(['0.5 of 2', '0.5 of 2']);
  expect(outlasts).toEqual([`${1 / 3} of 3`, '0 of 1']);
  expect(ultraShort).toEqual(['0.5 of 2', '0.5 of 2']);
  expect(moonshot).toEqual(['0.5 of 2', '0 of 2']);
});

it('knows nothing of no games', () => {
  expect(findings([]).every(({ observed }) => observed.share === null && observed.range === null)).toBe(true);
});

it('gives the range of a share by Wilson', () => {
  // Newcombe 1998, table I, method 3: 81 of 263.
  const { range } = shareOf([...Array(263).keys()], (i) => i < 81);
  expect(range![0]).toBeCloseTo(0.2553, 4);
  expect(range![1]).toBeCloseTo(0.3662, 4);
});
