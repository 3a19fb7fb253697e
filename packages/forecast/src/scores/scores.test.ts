import { BASELINE_P_RUG_40 } from '@ted/game';
import type { Mixture } from '../mixture.ts';
import { brier, logLoss } from './figures.ts';
import { decileCrps, GameLedger } from './game-ledger.ts';
import { PageHinkley } from './page-hinkley.ts';
import { expectedCalibrationError, reliability } from './reliability.ts';
import { Scoreboard } from './scoreboard.ts';

const quantiles = { q10: 20, q20: 40, q30: 60, q40: 80, q50: 100, q60: 130, q70: 170, q80: 230, q90: 330 };
/** What the experts are said to say: 0.1 and 0.3 at every tick. */
const mixture = {
  rugProbabilities: (_ticks: number, into: Float64Array) => into.set([0.1, 0.3]),
} as unknown as Mixture;

/** A game of which `p(tick)` was said at the ticks from 0 to 119, with upper bounds 100 ticks ahead. */
function ledgerOf(p: (tick: number) => number): GameLedger {
  const ledger = new GameLedger(['published', 'age']);
  ledger.startGame();
  for (let tick = 0; tick < 120; tick++) ledger.say(tick, p(tick), tick + 100, quantiles, mixture);
  return ledger;
}

it('scores each forecast by whether the end came within 40 ticks, and none made at or after the end', () => {
  const p = (tick: number) => 0.1 + tick / 500;
  const scored = ledgerOf(p).endGame(110)!;
  const ticks = Array.from({ length: 110 }, (_, tick) => tick);
  const happened = (tick: number) => 110 <= tick + 40;
  const sum = (of: (tick: number) => number) => ticks.reduce((total, tick) => total + of(tick), 0);
  expect(scored.ticks).toBe(110);
  expect(scored.mixture.brier).toBeCloseTo(
    sum((tick) => brier(p(tick), happened(tick))),
    9,
  );
  expect(scored.mixture.logLoss).toBeCloseTo(
    sum((tick) => logLoss(p(tick), happened(tick))),
    9,
  );
  expect(scored.baseline.logLoss).toBeCloseTo(
    sum((tick) => logLoss(BASELINE_P_RUG_40, happened(tick))),
    9,
  );
  expect(scored.experts.get('age')!.brier).toBeCloseTo(
    sum((tick) => brier(0.3, happened(tick))),
    9,
  );
  expect(scored.covered).toBe(ticks.filter((tick) => 110 <= tick + 100).length);
  // Windows that do not overlap: said at 0, 40 and 80; the end lies in the last.
  expect(scored.apart).toEqual([
    { p: p(0), happened: false },
    { p: p(40), happened: false },
    { p: p(80), happened: true },
  ]);
  expect([...scored.bins.ticks].reduce((a, b) => a + b)).toBe(110);
});

it('has nothing to score where nothing was said before the end', () => {
  expect(ledgerOf(() => 0.2).endGame(0)).toBeUndefined();
  expect(new GameLedger(['published']).endGame(10)).toBeUndefined();
});

it('the CRPS by deciles is near the exact one of a geometric end', () => {
  const h = 0.005;
  const deciles = Array.from({ length: 9 }, (_, i) =>
    Math.ceil(Math.log(1 - (i + 1) / 10) / Math.log(1 - h)),
  );
  const exact = (end: number) => {
    let sum = 0;
    for (let x = 1; x < 6000; x++) sum += (1 - (1 - h) ** x - (x >= end ? 1 : 0)) ** 2;
    return sum;
  };
  for (const end of [10, 139, 400])
    expect(Math.abs(decileCrps(deciles, end) / exact(end) - 1)).toBeLessThan(0.12);
});

it('the calibration error is the mean distance between said and seen by bin', () => {
  const bins = { ticks: [0, 100, 0, 50], sumP: [0, 15, 0, 17.5], happened: [0, 20, 0, 10] };
  const padded = Object.fromEntries(
    Object.entries(bins).map(([name, values]) => [name, [...values, 0, 0, 0, 0, 0, 0]]),
  ) as unknown as typeof bins;
  expect(expectedCalibrationError(padded)).toBeCloseTo((5 + 7.5) / 150, 12);
  expect(reliability(padded)[1]).toEqual({ low: 0.1, high: 0.2, meanP: 0.15, observed: 0.2, ticks: 100 });
  expect(reliability(padded)[0]).toMatchObject({ meanP: null, observed: null, ticks: 0 });
});

it('the scoreboard forgets in blocks, and goes on in another process', () => {
  const board = new Scoreboard(['published', 'age'], undefined, 40);
  expect(board.scores.mixture.brier).toBeNull();
  const add = (p: number) => board.add(ledgerOf(() => p).endGame(110)!);
  for (let game = 0; game < 20; game++) add(0.9);
  for (let game = 0; game < 40; game++) add(0.2);
  expect(board.scores.games).toBe(40);
  const again = new Scoreboard(['published', 'age'], JSON.parse(JSON.stringify(board.memory)), 40);
  expect(again.scores).toEqual(board.scores);
  // The first twenty are gone: 70 ticks with the end beyond the window, 40 within.
  expect(board.scores.mixture.brier).toBeCloseTo((70 * 0.04 + 40 * 0.64) / 110, 9);
});

it('the drift test is quiet on forecasts that are right and finds those that no longer are', () => {
  const test = new PageHinkley();
  // Outcomes exactly as often as said: each fifth.
  for (let game = 0; game < 4000; game++) test.endGame([{ p: 0.2, happened: game % 5 === 0 }]);
  expect(test.alarm).toBe(false);
  let games = 0;
  while (!test.alarm && games < 1000) test.endGame([{ p: 0.2, happened: ++games % 5 < 2 }]);
  expect(test.alarmAt).toBe(4000 + games);
  expect(games).toBeLessThan(300);
  expect(new PageHinkley(test.memory).alarmAt).toBe(test.alarmAt);
});
