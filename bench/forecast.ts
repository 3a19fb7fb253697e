import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { simulate, type Game } from '@ted/backtest';
import { Forecaster, SIDE_BET_DEFAULTS } from '@ted/forecast';
import { figure, type Benchmark, type Figure } from './figure.ts';
import { growth, type CostPoint } from './growth.ts';
import { quantile } from './quantile.ts';

const ROUNDS = 5;
const GAMES = 1000;

/** What the original could do, ticks a second. */
const ORIGINAL = 9800;

export const forecast: Benchmark = {
  name: 'forecast',
  description: 'a tick: features, all experts, mixture, deciles, interval, advice; with and without scores',
  async *run(say): AsyncGenerator<Figure> {
    say(`making ${GAMES} games`);
    const games = [...simulate({ games: GAMES, seed: 'bench' })];
    say('speed');
    // Lets the line out before the process is busy.
    await setImmediate();
    yield figure(
      'forecast without scores',
      median(() => ticksPerSecond(games, false)),
      'ticks/s',
      {
        wanted: { least: 500_000 },
        reference: ORIGINAL,
      },
    );
    yield figure(
      'forecast with scores',
      median(() => ticksPerSecond(games, true)),
      'ticks/s',
      {
        wanted: { least: 300_000 },
        reference: ORIGINAL,
      },
    );
    say('each tick by itself');
    const micros = tickTimes(games);
    yield figure('forecast, one tick, p99', quantile(micros, 0.99), 'µs', { wanted: { most: 10 } });
    yield figure('forecast, one tick, p99.99', quantile(micros, 0.9999), 'µs', { wanted: { most: 1000 } });
    yield* growth('forecast, CPU time', { per: 'ticks', unit: 'ms', points: tickCosts(games), most: 1.1 });
    say('10,000 games');
    const { after100, after10000 } = heapGrowth();
    yield figure('forecast, heap after 10,000 games', after10000 / 1e6, 'MB', { reference: after100 / 1e6 });
  },
};

function median(measure: () => number): number {
  measure();
  return quantile(
    Array.from({ length: ROUNDS }, measure).toSorted((a, b) => a - b),
    0.5,
  );
}

function follow(forecaster: Forecaster, { prices, endTick, finalPrice }: Game, live: boolean): number {
  for (let tick = 0; tick < prices.length; tick++) {
    forecaster.observe(tick, prices[tick]!);
    forecaster.forecast(live);
  }
  forecaster.endGame({ startTick: 0, endTick, lastTick: prices.length, peakPrice: 1, finalPrice });
  return prices.length;
}

/** By the time that this process was on a core: what others do on the machine does not count. */
function ticksPerSecond(games: readonly Game[], scored: boolean): number {
  const forecaster = new Forecaster(SIDE_BET_DEFAULTS);
  const began = process.cpuUsage();
  let ticks = 0;
  for (const game of games) ticks += follow(forecaster, game, scored);
  const { user, system } = process.cpuUsage(began);
  return (1e6 * ticks) / (user + system);
}

function tickTimes(games: readonly Game[]): number[] {
  const forecaster = new Forecaster(SIDE_BET_DEFAULTS);
  const micros: number[] = [];
  for (const { prices, endTick, finalPrice } of games) {
    for (let tick = 0; tick < prices.length; tick++) {
      const began = performance.now();
      forecaster.observe(tick, prices[tick]!);
      forecaster.forecast(true);
      micros.push(1000 * (performance.now() - began));
    }
    forecaster.endGame({ startTick: 0, endTick, lastTick: endTick ?? 0, peakPrice: 1, finalPrice });
  }
  return micros.toSorted((a, b) => a - b);
}

/** The CPU time of so many ticks, in ms: the same ticks are taken as often as it needs to be measured. */
function tickCosts(games: readonly Game[]): CostPoint[] {
  const ticks = games.reduce((sum, { prices }) => sum + prices.length, 0);
  return [0.001, 0.01, 0.1, 1].map((share) => {
    const some = games.slice(0, games.length * share);
    const work = some.reduce((sum, { prices }) => sum + prices.length, 0);
    const rounds = Math.ceil(ticks / work);
    const began = process.cpuUsage();
    for (let round = 0; round < rounds; round++) {
      const forecaster = new Forecaster(SIDE_BET_DEFAULTS);
      for (const game of some) follow(forecaster, game, true);
    }
    const { user, system } = process.cpuUsage(began);
    return { work, cost: (user + system) / 1000 / rounds };
  });
}

function heapGrowth(): { after100: number; after10000: number } {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heap = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const forecaster = new Forecaster(SIDE_BET_DEFAULTS);
  let after100 = 0;
  let count = 0;
  for (const game of simulate({ games: 10_000, seed: 'growth' })) {
    follow(forecaster, game, true);
    if (++count === 100) after100 = heap();
  }
  return { after100, after10000: heap() };
}
