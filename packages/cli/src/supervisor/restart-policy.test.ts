import { DEATHS_BEFORE_READY, restartDelay, type Death } from './restart-policy.ts';

const death = (given: Partial<Death>): Death => ({
  everReady: true,
  deaths: 1,
  previousDelayMs: undefined,
  lifeMs: 1_000,
  ...given,
});

describe('restartDelay', () => {
  it('doubles from 0.2 s to 5 s and stays there', () => {
    const delays: number[] = [];
    let previousDelayMs: number | undefined;
    for (let deaths = 1; deaths <= 8; deaths++) {
      previousDelayMs = restartDelay(death({ deaths, previousDelayMs }));
      delays.push(previousDelayMs ?? -1);
    }
    expect(delays).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it('begins anew after a life of 5 s', () => {
    expect(restartDelay(death({ previousDelayMs: 5_000, lifeMs: 4_999 }))).toBe(5_000);
    expect(restartDelay(death({ previousDelayMs: 5_000, lifeMs: 5_000 }))).toBe(200);
  });

  it('gives up on a process that was never ready, and never on one that was', () => {
    const never = { everReady: false, previousDelayMs: 400 };
    expect(restartDelay(death({ ...never, deaths: DEATHS_BEFORE_READY - 1 }))).toBe(800);
    expect(restartDelay(death({ ...never, deaths: DEATHS_BEFORE_READY }))).toBeUndefined();
    expect(restartDelay(death({ deaths: 1_000, previousDelayMs: 400 }))).toBe(800);
  });
});
