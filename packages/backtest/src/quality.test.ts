import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Game } from './game.ts';
import { parsePlant } from './plant.ts';
import { recordedGames } from './recorded.ts';
import { run, type Result } from './run.ts';
import { simulate, type SimulateOptions } from './simulate.ts';

const seed = process.env.TED_TEST_SEED ?? 'quality';
const october = join(process.env.TED_SHARED_DATA!, 'recordings/games-2025-10.ndjson.gz');

async function judge(games: AsyncIterable<Game> | Iterable<Game>, warmUp = 0): Promise<Result> {
  const [result] = await run(games, { models: ['mixture-3'], warmUp });
  return result!;
}
const simulated = (options: Omit<SimulateOptions, 'seed'>) => judge(simulate({ seed, ...options }));

function excess({ scores }: Result) {
  return scores.mixture.logLoss! - scores.baseline.logLoss!;
}

describe(`on 2,000 fair games (seed ${seed})`, () => {
  let result: Result;
  beforeAll(async () => {
    result = await simulated({ games: 2000 });
  });

  it('p_rug_40 loses next to nothing against the baseline, and is calibrated [defect 16]', () => {
    expect(excess(result)).toBeLessThan(0.0003);
    expect(result.scores.mixture.ece).toBeLessThan(0.005);
  });

  it('holds the end in its interval as often as it says [defect 16]', () => {
    expect(result.scores.mixture.coverage85).toBeGreaterThan(0.83);
    expect(result.scores.mixture.coverage85).toBeLessThan(0.87);
  });

  it('recommends a bet in next to no game, and finds no pattern', () => {
    expect(result.bets.games / result.scores.games).toBeLessThan(0.005);
    expect(Object.keys(result.majorities).filter((name) => name.startsWith('pattern'))).toEqual([]);
  });
});

(existsSync(october) ? describe : describe.skip)('on the games of October 2025', () => {
  it('is no worse than the baseline, and its intervals hold [defect 16]', async () => {
    const result = await judge(recordedGames(october));
    expect(result.scores.games).toBe(590);
    expect(result.scores.baseline.brier).toBeCloseTo(0.1595, 3);
    expect(excess(result)).toBeLessThan(0.002);
    expect(result.scores.mixture.coverage85).toBeGreaterThan(0.83);
    expect(result.scores.mixture.coverage85).toBeLessThan(0.87);
  });
});

it(`recommends bets in most games where a bet is worth it (hazard 0.0075, seed ${seed})`, async () => {
  const { bets, scores } = await simulated({ games: 500, hazard: 0.0075 });
  expect(bets.games / scores.games).toBeGreaterThan(0.5);
  expect(bets.gain).toBeGreaterThan(0);
});

it(`holds its intervals again within 500 games after the hazard has more than doubled (seed ${seed})`, async () => {
  const games = simulate({ seed, games: 1100, jump: { game: 300, hazard: 0.011 } });
  const { scores } = await judge(games, 800);
  expect(scores.games).toBe(300);
  expect(scores.mixture.coverage85).toBeGreaterThan(0.83);
  expect(scores.mixture.coverage85).toBeLessThan(0.87);
});

it.each([
  ['pattern1', 'P1@2.5', 250],
  ['pattern2', 'P2@4', 250],
  ['pattern3', 'P3@1', 500],
] as const)(
  `%s, planted as %s, is found within %i games and let go soon after it has ended (seed ${seed})`,
  async (name, plant, until) => {
    const { majorities } = await simulated({ games: until + 350, plant: parsePlant(plant), until });
    expect(majorities[name]?.first).toBeLessThanOrEqual(until);
    expect(majorities[name]?.last).toBeLessThan(until + 350);
  },
);

it('gives the same numbers for the same seed, and compares models on the same ticks', async () => {
  const games = () => simulate({ seed, games: 50 });
  const [first, second] = [await judge(games()), await judge(games())];
  expect(second).toEqual(first);
  const [champion, challenger] = await run(games(), { models: ['mixture-3', 'published-1'] });
  expect(champion).toEqual(first);
  expect(challenger!.scores.ticks).toBe(first.scores.ticks);
  expect(challenger!.scores.mixture.logLoss).toBeCloseTo(challenger!.scores.baseline.logLoss!, 12);
});
