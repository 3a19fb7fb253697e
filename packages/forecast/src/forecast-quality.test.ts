import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BASELINE_P_RUG_40, WINDOW_TICKS } from '@ted/game';
import { Forecaster } from './forecaster.ts';
import { baselineScores, brier, logLoss, mean, median } from './scoring.ts';

/** A game as it was: `prices[t]` at tick t, and the tick of its rug. */
interface Game {
  prices: number[];
  endTick: number;
}

/** The published game with a seeded generator (mulberry32), so that a failure can be repeated. */
function fairGames(count: number, seed: number): Game[] {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return Array.from({ length: count }, () => {
    const prices = [1];
    while (random() >= 0.005)
      prices.push(
        Math.max(0.001, prices.at(-1)! * (1 + 0.05 * random() - 0.02 + 0.005 * (2 * random() - 1))),
      );
    return { prices, endTick: prices.length };
  });
}

/** The games of a recording that it shows from their first tick to their rug. */
function recordedGames(file: string): Game[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.flatMap((line): Game[] => {
    const { events } = JSON.parse(line) as { events: [number, number, number, 0 | 1, 0 | 1, number][] };
    const running = events.filter(([, , , active]) => active === 1);
    const rug = running.find(([, , , , rugged]) => rugged === 1);
    if (!rug || running[0]![1] > 2 || running[0]![4] === 1) return [];
    const prices: number[] = [];
    for (const [, tick, price, , rugged] of running) if (rugged === 0 && tick < rug[1]) prices[tick] = price;
    return [{ prices, endTick: rug[1] }];
  });
}

/** Follows the games tick by tick, as ingest does, and scores what was said at each. */
function score(games: readonly Game[]) {
  const forecaster = new Forecaster({ windowTicks: 40, cooldownTicks: 4, threshold: 0.2 });
  const scores: Record<'brier' | 'baselineBrier' | 'logLoss' | 'baselineLogLoss', number[]> = {
    brier: [],
    baselineBrier: [],
    logLoss: [],
    baselineLogLoss: [],
  };
  const said: { tick: number; endTick: number; q50: number; lower: number; upper: number; p: number }[] = [];
  for (const { prices, endTick } of games) {
    forecaster.startGame();
    for (let tick = 0; tick < endTick; tick++) {
      const price = prices[tick];
      if (price === undefined) continue;
      forecaster.observe(tick, price);
      const { q50, interval, pRug40: p } = forecaster.forecast(true);
      const happened = endTick <= tick + WINDOW_TICKS;
      const baseline = baselineScores(happened);
      scores.brier.push(brier(p, happened));
      scores.baselineBrier.push(baseline.brier);
      scores.logLoss.push(logLoss(p, happened));
      scores.baselineLogLoss.push(baseline.logLoss);
      said.push({ tick, endTick, q50, lower: interval.lower, upper: interval.upper, p });
    }
    const finalPrice = 0.01;
    const peakPrice = prices.reduce((a, b) => Math.max(a, b), 1);
    forecaster.endGame({ startTick: 0, endTick, lastTick: endTick, peakPrice, finalPrice });
  }
  const meanError = (predicted: (s: (typeof said)[number]) => number) =>
    mean(said.map((s) => Math.abs(predicted(s) - s.endTick)))!;
  return {
    said,
    brierExcess: mean(scores.brier)! - mean(scores.baselineBrier)!,
    logLossExcess: mean(scores.logLoss)! - mean(scores.baselineLogLoss)!,
    /** Mean absolute error of what TED says, and of always saying "41 ticks from now". */
    error: meanError(({ q50 }) => q50),
    errorOf41: meanError(({ tick }) => tick + 41),
    medianError: median(said.map(({ q50, endTick }) => q50 - endTick))!,
    coverage: mean(said.map(({ lower, upper, endTick }) => (lower <= endTick && endTick <= upper ? 1 : 0)))!,
  };
}

const october = join(process.env.TED_SHARED_DATA!, 'recordings/games-2025-10.ndjson.gz');
const seed = Number(process.env.TED_TEST_SEED ?? 20251207);
const feeds: [string, () => Game[]][] = [
  [`a fair feed (seed ${seed})`, () => fairGames(600, seed)],
  ...(existsSync(october)
    ? [['the games of October 2025', () => recordedGames(october)] as [string, () => Game[]]]
    : []),
];

describe.each(feeds)('on %s', (_, games) => {
  let result: ReturnType<typeof score>;
  beforeAll(() => {
    const all = games();
    expect(all.length).toBeGreaterThan(500);
    result = score(all);
  });

  it('p_rug_40 is no worse than the constant by Brier score and log loss, and never sure of itself [defect 16]', () => {
    expect(result.brierExcess).toBeLessThan(0.002);
    expect(result.logLossExcess).toBeLessThan(0.005);
    expect(result.said.filter(({ p }) => p < BASELINE_P_RUG_40 / 4 || p > 4 * BASELINE_P_RUG_40)).toEqual([]);
  });

  it('says an end that lies ahead, early as often as late, and nearer to the truth than "41 ticks from now" [defect 16]', () => {
    expect(result.said.filter(({ q50, tick }) => q50 <= tick)).toEqual([]);
    // Of a game of 200 ticks on average half a window is little.
    expect(Math.abs(result.medianError)).toBeLessThan(25);
    expect(result.error).toBeLessThan(0.95 * result.errorOf41);
  });

  it('holds the end in its interval as often as it says [defect 16]', () => {
    expect(result.coverage).toBeGreaterThan(0.83);
    expect(result.coverage).toBeLessThan(0.87);
  });
});
