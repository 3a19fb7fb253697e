import { FeatureTracker } from '@ted/game';
import type { Course } from '../course.ts';
import type { CurveExpert } from '../expert.ts';
import type { FinishedGame } from '../finished-game.ts';
import { PastGames } from '../past-games.ts';
import { LearntRate, publishedRate } from '../rate.ts';
import { age } from './age.ts';
import { earlyPeak } from './early-peak.ts';
import { Features } from './features.ts';
import { LogLinear } from './log-linear.ts';
import { momentum } from './momentum.ts';
import { RateExpert, type Pattern } from './rate-expert.ts';
import { recovery } from './recovery.ts';
import { ultraShortGate } from './ultra-short-gate.ts';
import { ultraShort } from './ultra-short.ts';

const ended = (endTick: number, more: Partial<FinishedGame> = {}): FinishedGame => ({
  startTick: 0,
  endTick,
  lastTick: endTick,
  peakPrice: 2,
  finalPrice: 0.01,
  ...more,
});
const after = (...games: FinishedGame[]) => {
  const past = new PastGames();
  for (const game of games) past.add(game);
  return past;
};
const courseAt = (peak: number, more: Partial<Course['features']> = {}): Course => ({
  price: 1,
  peak,
  features: { ...new FeatureTracker().current, ...more },
});

/** h(t) as the expert's curve has it. */
function hazardAt(expert: CurveExpert, tick: number): number {
  const curve = new Float64Array(tick + 2);
  curve[0] = 1;
  expert.fill(curve, 0, tick + 1);
  return 1 - curve[tick + 1]! / curve[tick]!;
}

function patterned(make: () => Pattern, strength = 1) {
  return new RateExpert({ name: 'pattern1', key: 'test', rate: publishedRate, pattern: make(), strength });
}

describe('a learnt rate', () => {
  it('is conjugate: after g ends in n survived ticks the next tick’s hazard is (1 + g) / (200 + g + n)', () => {
    const expert = new RateExpert({ name: 'memoryless', key: 'm', rate: new LearntRate() });
    expert.startGame(new PastGames());
    expert.endGame(ended(101));
    expert.endGame(ended(51, { startTick: 20 }));
    // A game whose end nobody saw was survived up to its last tick.
    expert.endGame({ ...ended(0), endTick: null, lastTick: 40 });
    const survived = 100 + 30 + 40;
    expect(hazardAt(expert, 0)).toBeCloseTo(3 / (200 + 2 + survived), 12);
    // What the running game survives counts at once.
    expect(hazardAt(expert, 77)).toBeCloseTo(3 / (200 + 2 + survived + 77), 12);
  });

  it('that forgets is drawn to the prior, and remembers over a restart', () => {
    const rate = new LearntRate(0.98);
    for (let game = 0; game < 2000; game++) rate.endGame(true, 99);
    expect(rate.shape).toBeCloseTo(1 + 50, 6);
    expect(rate.rate).toBeCloseTo(199 + 50 * 99, 4);
    const again = new LearntRate(0.98);
    again.recall(JSON.parse(JSON.stringify(rate.memory)));
    expect([again.shape, again.rate]).toEqual([rate.shape, rate.rate]);
  });
});

describe('pattern 1', () => {
  it('lowers the hazard for the three games after a max payout, by its factor to the power of its strength', () => {
    const payout = ended(100, { finalPrice: 0.0191 });
    const hazards = [
      after(),
      after(payout),
      after(payout, ended(9), ended(9)),
      after(payout, ended(9), ended(9), ended(9)),
    ].map((past) => {
      const expert = patterned(recovery, 2);
      expert.startGame(past);
      return hazardAt(expert, 30);
    });
    const low = 0.005 / 1.244 ** 2;
    expect(hazards).toEqual([0.005, low, low, 0.005].map((h) => expect.closeTo(h, 12)));
  });
});

describe('pattern 2', () => {
  it('raises the hazard of the first ten ticks after a final price of 0.015, more so where ultra-shorts cluster', () => {
    const factor = Math.log(1 - 0.081) / Math.log(1 - 0.064);
    const trigger = ended(100, { finalPrice: 0.015 });
    const hazards = (past: PastGames) => {
      const expert = patterned(ultraShort);
      expert.startGame(past);
      return [hazardAt(expert, 0), hazardAt(expert, 9), hazardAt(expert, 10)];
    };
    const close = (...all: number[]) => all.map((h) => expect.closeTo(h, 12));
    expect(hazards(after(ended(100)))).toEqual(close(0.005, 0.005, 0.005));
    expect(hazards(after(trigger))).toEqual(close(0.005 * factor, 0.005 * factor, 0.005));
    const clustered = 0.005 * factor * 1.5;
    expect(hazards(after(ended(5), ended(8), trigger))).toEqual(close(clustered, clustered, 0.005));
  });
});

describe('pattern 3', () => {
  const hazardsAtPeaks = (past: PastGames, peaks: number[]) => {
    const expert = patterned(momentum);
    expert.startGame(past);
    return peaks.map((peak, tick) => {
      expert.observe!(tick, courseAt(peak));
      return hazardAt(expert, tick) / 0.005;
    });
  };
  const close = (...all: number[]) => all.map((h) => expect.closeTo(h, 10));

  it('lowers the hazard from 8×, 12× and 20× on, and not before', () => {
    expect(hazardsAtPeaks(after(), [1, 7.9, 8, 9, 12, 19, 20, 80])).toEqual(
      close(1, 1, 0.58, 0.58, 0.51, 0.51, 0.55, 0.55),
    );
    expect(hazardsAtPeaks(after(), [1, 25])).toEqual(close(1, 0.55));
  });

  it('lowers it further the longer the last moonshot is ago', () => {
    const drought = (games: number) => after(...Array.from({ length: games }, () => ended(50)));
    for (const [games, factor] of [
      [41, 1],
      [42, 1.2],
      [63, 1.5],
      [84, 2],
    ] as const)
      expect(hazardsAtPeaks(drought(games), [8])).toEqual(close(0.58 / factor));
    expect(
      hazardsAtPeaks(
        after(...Array.from({ length: 90 }, () => ended(50)), ended(300, { peakPrice: 50 })),
        [8],
      ),
    ).toEqual(close(0.58));
  });
});

it('early peak: from its beginning on the hazard falls towards three quarters, within 1% of the documented curve', () => {
  const expert = patterned(earlyPeak);
  expert.startGame(after());
  expect(expert.speaks(0)).toBe(false);
  expect(expert.observe!(30, courseAt(4, { epr_active: true }))).toBe(true);
  expect(expert.observe!(31, courseAt(4, { epr_active: true }))).toBe(false);
  expect(expert.speaks(31)).toBe(true);
  for (const ago of [10, 50, 110, 250, 600]) {
    const documented = 0.005 * (0.75 + 0.25 * Math.exp(-ago / 120));
    expect(Math.abs(hazardAt(expert, 30 + ago) / documented - 1)).toBeLessThan(0.01);
  }
});

it('age learns the hazard of each bin by itself', () => {
  const expert = age();
  expert.startGame(after());
  for (let game = 0; game < 4000; game++) expert.endGame(ended(game % 2 === 0 ? 5 : 300));
  // Half of all games end at tick 5: of its first bin's ticks 4 are survived, or all 11, and of 201 … 400 98.
  expect(hazardAt(expert, 3)).toBeCloseTo(2005 / (995 + 2000 * 4 + 2000 * 11 + 3 + 2005), 9);
  expect(hazardAt(expert, 60)).toBeLessThan(0.0002);
  expect(hazardAt(expert, 300)).toBeCloseTo(2005 / (995 + 2000 * 98 + 99 + 2005), 6);
});

it('the ultra-short gate learns the first ten ticks by context and leaves the rest as published', () => {
  const expert = ultraShortGate();
  const trigger = after(ended(100, { finalPrice: 0.016 }));
  for (let game = 0; game < 500; game++) {
    expert.startGame(trigger);
    expert.endGame(ended(3));
    expert.startGame(after());
    expert.endGame(ended(200));
  }
  expert.startGame(trigger);
  expect(hazardAt(expert, 0)).toBeGreaterThan(0.2);
  expect(hazardAt(expert, 10)).toBeCloseTo(0.005, 12);
  expert.startGame(after());
  expect(hazardAt(expert, 0)).toBeLessThan(0.002);
});

it('features follow the documented factor on a learnt rate', () => {
  const expert = new Features();
  expert.startGame();
  expert.observe(0, courseAt(1, { hazard_scale: 0.9 }));
  expect(expert.hazard).toBeCloseTo((0.9 * 1) / (199 + 0.9), 12);
  expect(expert.speaks()).toBe(true);
});

it('log-linear learns which feature games end at', () => {
  const expert = new LogLinear();
  // Games last 100 ticks at a drawdown of 0.1, then end in ten ticks at one of 0.9.
  for (let game = 0; game < 400; game++) {
    expert.startGame();
    for (let tick = 0; tick < 110; tick++) {
      if (tick > 0) expert.survived(1);
      expert.observe(tick, courseAt(1, { drawdown: tick < 100 ? 0.1 : 0.9 }));
    }
    expert.endGame(ended(110));
  }
  expert.startGame();
  expert.observe(0, courseAt(1, { drawdown: 0.1 }));
  const calm = expert.hazard;
  expert.observe(1, courseAt(1, { drawdown: 0.9 }));
  expect(expert.hazard).toBeGreaterThan(1.5 * calm);
});
