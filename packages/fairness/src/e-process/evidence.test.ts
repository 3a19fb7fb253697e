import fc from 'fast-check';
import { simulatedRun, type Situation } from '../testing/simulated-run.ts';
import { FairnessEvidence, REJECT_AT_LOG_E } from './evidence.ts';

/** Long form: FAIRNESS_RUNS=400 FAIRNESS_GAMES=5000 ./ted test packages/fairness */
const RUNS = Number(process.env.FAIRNESS_RUNS ?? 12);
const GAMES = Number(process.env.FAIRNESS_GAMES ?? 300);
const SEED = process.env.FAIRNESS_SEED ?? 'evidence';

const seeds = `seeds ${SEED}-0 to -${RUNS - 1}`;

/** The share of runs in which the games are rejected. */
function rejected(games: number, hazard: (situation: Situation) => number): number {
  let rejections = 0;
  for (let run = 0; run < RUNS; run++)
    if (simulatedRun(`${SEED}-${run}`, games, hazard).summary.rejected_at_game !== null) rejections++;
  return rejections / RUNS;
}

describe(`fair games (${seeds})`, () => {
  it('are rejected in at most 5% of runs, looked at after every game', () => {
    expect(rejected(GAMES, () => 0.005)).toBeLessThanOrEqual(0.05);
  });

  it('leave E at 1 on average, as a martingale does, whatever the forecast says', () => {
    // One game, exactly: the sum over all its possible ends of their probability times E, with the one that is still alive.
    const hazards = [0.001, 0.03, 0.2];
    const ticks = 300;
    const gameOf = (end: number | null) => {
      const evidence = new FairnessEvidence();
      evidence.startGame(0);
      for (let tick = 0; tick < (end ?? ticks + 1); tick++) evidence.tick(tick, 1 + tick, hazards[tick % 3]!);
      return Math.exp(evidence.endGame(end === null ? null : { tick: end, price: 0.02, shownAt: end }));
    };
    let mean = 0.995 ** ticks * gameOf(null);
    for (let end = 1; end <= ticks; end++) mean += 0.005 * 0.995 ** (end - 1) * gameOf(end);
    expect(mean).toBeCloseTo(1, 12);
  });
});

describe(`games that are not fair are found (${seeds})`, () => {
  it.each<[string, number, (situation: Situation) => number]>([
    ['hazard 0.006 within 1,500 games', 1500, () => 0.006],
    ['hazard 0.004 within 1,500 games', 1500, () => 0.004],
    ['× 3 above 8× within 600', 600, ({ peakPrice }) => (peakPrice >= 8 ? 0.015 : 0.005)],
    ['× 2 in the first 20 ticks within 1,500', 1500, ({ tick }) => (tick < 20 ? 0.01 : 0.005)],
    ['× 2 after a high payout within 1,500', 1500, (s) => (s.previousFinalPrice >= 0.019 ? 0.01 : 0.005)],
    ['hazard 0.01 from game 300 on within 800', 800, ({ game }) => (game < 300 ? 0.005 : 0.01)],
  ])('%s', (_, games, hazard) => {
    expect(rejected(games, hazard)).toBeGreaterThanOrEqual(0.8);
  });
});

describe('what counts', () => {
  /** Live ticks in order, and how the game ended. */
  const played = (
    ticks: [number, number][],
    end: Parameters<FairnessEvidence['endGame']>[0],
    filled: number[] = [],
  ) => {
    const evidence = new FairnessEvidence();
    evidence.startGame(ticks[0]![0]);
    for (const price of filled) evidence.filled(price);
    for (const [tick, price] of ticks) evidence.tick(tick, price, 0.01);
    evidence.endGame(end);
    return evidence.memory;
  };
  const rug = (tick: number, shownAt: number | null = tick) => ({ tick, price: 0.001, shownAt });
  const counted = (memory: { totals: { counts: { survived: number; rugs: number }[] } }) =>
    memory.totals.counts.map(({ survived, rugs }) => [survived, rugs]);
  const live = (from: number, to: number): [number, number][] =>
    Array.from({ length: to - from + 1 }, (_, i) => [from + i, 1]);

  it('of a late join the ticks from then on; earlier ones tell the peak, and are no evidence', () => {
    expect(counted(played(live(50, 59), rug(60), [2, 9, 3]))).toEqual([[9, 1], [0, 0], [9, 1], [0, 0]]); // prettier-ignore
  });

  it('of a game whose end nobody knows, or only the history tells, the ticks until it was seen last', () => {
    for (const end of [null, rug(45, null)])
      expect(counted(played(live(0, 30), end)).slice(0, 2)).toEqual([[30, 0], [20, 0]]); // prettier-ignore
  });

  it('not the ticks of a gap, neither of one that was survived nor of one in which the game ended', () => {
    const survived: [number, number][] = [...live(0, 9), ...live(30, 39)];
    expect(counted(played(survived, rug(40)))[0]).toEqual([18, 1]);
    // The rug at 12 was not seen until the tick counter had come to 30.
    expect(counted(played(live(0, 9), rug(12, 30)))[0]).toEqual([9, 0]);
  });

  it('the ticks between two updates that are no further apart than what each of them shows', () => {
    const skipped: [number, number][] = [[0, 1], [5, 1], [6, 1]]; // prettier-ignore
    expect(counted(played(skipped, rug(8, 10)))[0]).toEqual([7, 1]);
    expect(counted(played([[0, 1], [6, 1]], rug(7)))[0]).toEqual([0, 1]); // prettier-ignore
  });

  it('between two updates by what was known at the first', () => {
    const leap: [number, number][] = [[30, 1], [34, 9]]; // prettier-ignore
    expect(counted(played(leap, rug(36), [8.5]))[2]).toEqual([5, 1]);
    const evidence = new FairnessEvidence();
    evidence.startGame(30);
    evidence.tick(30, 1, 0.01);
    evidence.filled(8.5);
    evidence.tick(34, 1, 0.01);
    evidence.endGame(rug(36));
    expect(counted(evidence.memory)[2]).toEqual([1, 1]);
  });

  it('a game of which nothing counts is none', () => {
    expect(played([[7, 1]], null)).toMatchObject({ games: 0, log_e: 0 });
    expect(played([[7, 1]], rug(60))).toMatchObject({ games: 0, log_e: 0 });
  });

  it('a game after a high payout is known by the final price before it, where that is known', () => {
    const evidence = new FairnessEvidence();
    const after = () => evidence.memory.totals.counts[3]!.survived;
    const game = (price: number | null) => {
      evidence.startGame(0);
      for (let tick = 0; tick <= 10; tick++) evidence.tick(tick, 1, 0.005);
      evidence.endGame(price === null ? null : { tick: 11, price, shownAt: 11 });
    };
    game(0.019);
    expect(after()).toBe(0);
    game(0.0189);
    expect(after()).toBe(10);
    game(0.02);
    evidence.warmUp();
    game(0.02);
    game(null);
    expect(after()).toBe(20);
    game(0.01);
    expect(after()).toBe(20);
    expect(evidence.summary).toMatchObject({ games: 6, warm_up_games: 1 });
  });
});

it('goes on over restarts between games as if there had been none; of a running game a restart loses what it had counted', () => {
  const ends = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.boolean(), fc.boolean()), {
    maxLength: 40,
  });
  const play = (evidence: FairnessEvidence, ticks: number) => {
    evidence.startGame(0);
    for (let tick = 0; tick < ticks; tick++) evidence.tick(tick, 1, 0.004);
  };
  const restart = (evidence: FairnessEvidence) =>
    new FairnessEvidence(JSON.parse(JSON.stringify(evidence.memory)));
  fc.assert(
    fc.property(ends, (games) => {
      const through = new FairnessEvidence();
      let restarted = new FairnessEvidence();
      for (const [end, before, during] of games) {
        if (before) restarted = restart(restarted);
        if (during) {
          play(restarted, end);
          restarted = restart(restarted);
          continue;
        }
        for (const evidence of [through, restarted]) {
          play(evidence, end);
          evidence.endGame({ tick: end, price: 0.02, shownAt: end });
        }
      }
      expect(restarted.memory).toEqual(through.memory);
    }),
  );
});

it('begins anew from the memory of another version', () => {
  const { memory } = simulatedRun('other version', 30, () => 0.02);
  expect(memory.max_log_e).toBeGreaterThan(REJECT_AT_LOG_E);
  expect(new FairnessEvidence(memory).summary).toMatchObject({ log_e: memory.log_e });
  expect(new FairnessEvidence({ ...memory, version: 0 }).summary).toMatchObject({ games: 0, log_e: 0 });
});
