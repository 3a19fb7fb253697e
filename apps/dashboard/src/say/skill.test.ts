import { skillOf } from './skill.ts';

const game = (brier: number, baseline_brier: number) => ({ brier, baseline_brier });

describe('skill over games', () => {
  it('is 0 for the baseline itself, and certain', () => {
    expect(skillOf([game(2, 2), game(7, 7)])).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('is a ratio of sums: long games count as much as their ticks', () => {
    expect(skillOf([game(1, 2), game(98, 98)])!.value).toBeCloseTo(0.01);
  });

  it('has the range of a ratio of sums', () => {
    // Residuals 1 and −1 around a ratio of 1, baseline 20: sd √(2·2/1)/20 = 0.1.
    const skill = skillOf([game(11, 10), game(9, 10)])!;
    expect(skill.value).toBeCloseTo(0);
    expect(skill.high).toBeCloseTo(0.196, 3);
    expect(skill.low).toBeCloseTo(-0.196, 3);
  });

  it('holds the true skill in about 95 of 100 samples of games', () => {
    // A generator of its own, so that the test is the same each time.
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    let held = 0;
    for (let sample = 0; sample < 1000; sample++) {
      const games = Array.from({ length: 60 }, () => {
        const length = 1 - Math.log(random());
        return game(length * (0.9 + 0.6 * (random() - 0.5)), length);
      });
      const { low, high } = skillOf(games)!;
      if (low <= 0.1 && 0.1 <= high) held++;
    }
    expect(held).toBeGreaterThan(920);
    expect(held).toBeLessThan(980);
  });

  it('is not known without games', () => {
    expect(skillOf([])).toBeNull();
    expect(skillOf([game(1, 1)])).toBeNull();
    expect(skillOf([game(0, 0), game(0, 0)])).toBeNull();
  });
});
