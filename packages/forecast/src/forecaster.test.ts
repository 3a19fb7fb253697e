import { Forecaster } from './forecaster.ts';
import { gammaTail, normalTail } from './gamma-tail.ts';
import { median, withinWindows } from './scores/figures.ts';
import { settle, SideBetPolicy } from './side-bet.ts';

const options = { windowTicks: 40, cooldownTicks: 4, threshold: 0.2 };

describe('a forecast', () => {
  it('never lies before the current tick and has ordered quantiles [defect 16]', () => {
    const forecaster = new Forecaster(options);
    forecaster.startGame();
    for (let tick = 0; tick < 300; tick += 3) {
      forecaster.observe(tick, 1 + tick / 100);
      const { quantiles, interval, confidence } = forecaster.forecast(true);
      const ends = Object.values(quantiles);
      expect(ends[0]).toBeGreaterThan(tick);
      expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      expect(interval.lower).toBe(tick + 1);
      expect((interval.upper - tick) % 40).toBe(0);
      expect(confidence).toBeGreaterThan(0.8);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });
});

describe('a side bet', () => {
  it.each([
    [100, 101, true],
    [100, 140, true],
    [100, 141, false],
    [100, 100, false],
  ])('placed at %i wins with the end at %i: %s [defect 10]', (placed, end, won) => {
    expect(settle(placed, placed + 40, end)).toEqual({ won, payout: won ? 4 : -1 });
  });

  it('is followed by its window and the cooldown, reset at each game [defect 11]', () => {
    const policy = new SideBetPolicy(options);
    policy.startGame();
    const bets = [];
    for (let tick = 0; tick < 100; tick++) {
      if (policy.advise(tick, 0.3, 0.99, true).action === 'PLACE_SIDE_BET') bets.push(tick);
    }
    policy.startGame();
    expect(bets).toEqual([0, 44, 88]);
    expect(policy.advise(0, 0.3, 0.99, true).action).toBe('PLACE_SIDE_BET');
  });

  it('is not recommended when it is likely but not surely worth its price', () => {
    expect(new SideBetPolicy(options).advise(0, 0.25, 0.9, true).action).toBe('WAIT');
  });
});

describe('figures', () => {
  it('has true medians and counts windows by |E40| [defect 12]', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNull();
    expect(withinWindows(-1, 1)).toBe(true);
    expect(withinWindows(1.01, 1)).toBe(false);
  });

  it('has a gamma tail that agrees with the exact one of shape 1 and 2', () => {
    const tailAt = (x: number, shape: number) => {
      const { scale, offset } = gammaTail(shape, shape);
      return normalTail(scale * Math.cbrt(x) - offset);
    };
    for (const x of [0.5, 1, 2, 4]) {
      expect(tailAt(x, 1)).toBeCloseTo(Math.exp(-x), 1);
      expect(tailAt(x, 2)).toBeCloseTo(Math.exp(-x) * (1 + x), 1.5);
    }
  });
});
