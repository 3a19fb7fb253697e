import { judged } from '../testing/samples.ts';
import { right } from './right.ts';

const games = (held: number, missed: number) =>
  Array.from({ length: held + missed }, (_, i) => judged(String(i), { in_band: i < held }));

describe('has TED been right?', () => {
  it.each([
    [77, 23, 'Less often than promised'],
    [78, 22, 'As often as promised'],
    [92, 8, 'As often as promised'],
    [93, 7, 'More often than promised'],
    [14, 6, 'As often as promised'],
    [19, 0, 'Not known yet'],
  ])('with %i held and %i missed', (held, missed, says) => {
    expect(right(games(held, missed)).says).toBe(says);
  });

  it('counts the last 100 games only and shows how many there are', () => {
    expect(right([...games(0, 50), ...games(87, 13)]).reason).toBe(
      '87 of its last 100 ranges held; it promises 85. Its chances are not scored yet.',
    );
    expect(right(games(3, 1)).reason).toMatch(/^Ranges that held so far: 3 of 4\./);
    expect(right([]).reason).toMatch(/^No game has finished/);
  });

  it('is better or worse than the baseline only where the range of the skill says so', () => {
    const scored = (brier: (i: number) => number) =>
      right(
        Array.from({ length: 100 }, (_, i) =>
          judged(String(i), { scored: { ticks: 100, brier: brier(i), baseline_brier: 20 } }),
        ),
      ).reason;
    expect(scored((i) => (i % 2 === 0 ? 18 : 22.04))).toMatch(
      /Its chances match the baseline: skill −0\.1%\.$/,
    );
    expect(scored((i) => 19 + (i % 2) / 10)).toMatch(/Its chances beat the baseline by 4\.8%\.$/);
    expect(scored((i) => 20.008 + (i % 2) / 1000)).toMatch(/worse than the baseline by 0\.04%\.$/);
    expect(scored((i) => 21 + (i % 2) / 10)).toMatch(/Its chances are worse than the baseline by 5\.2%\.$/);
  });
});
