import { judged } from '../testing/samples.ts';
import { historySentence } from './history.ts';

const games = (inside: number, total: number) =>
  Array.from({ length: total }, (_, i) =>
    judged(String(i), { in_band: i < inside, predicted_tick: 139, actual_tick: i % 2 === 0 ? 219 : 220 }),
  );

it('says how many, and how good the last hundred were beside what was promised', () => {
  expect(historySentence(259, null, games(87, 120).slice(-100))).toMatch(
    /^259 games\. In the last 100, 67 ended inside/,
  );
  expect(historySentence(259, null, games(87, 100))).toBe(
    '259 games. In the last 100, 87 ended inside TED’s range (85 promised) and 50 within 2 windows of its median (a fair game allows about 42).',
  );
});

it('keeps silent about too few games', () => {
  expect(historySentence(1, null, games(1, 1))).toBe('1 game.');
  expect(historySentence(null, null, [])).toMatch(/^Finished games/);
});
