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
      return Math.exp(evidence.endGame(end === null ? null : { tick: end, price: 0.02 }));
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
  const played = (ticks: [number, number][], start: number, end: number | null) => {
    const evidence = new FairnessEvidence();
    evidence.startGame(start);
    for (const [tick, price] of ticks) evidence.tick(tick, price, 0.01);
    evidence.endGame(end === null ? null : { tick: end, price: 0.001 });
    return evidence.memory;
  };

  it('a late join is truncated: earlier ticks tell the peak, and are no evidence', () => {
    const { totals } = played([[10, 9], [50, 2], [51, 2]], 50, 60); // prettier-ignore
    expect(totals.counts).toEqual([
      { survived: 9, rugs: 1 },
      { survived: 0, rugs: 0 },
      { survived: 9, rugs: 1 },
      { survived: 0, rugs: 0 },
    ]);
  });

  it('a lost end is censored after the last tick that was seen', () => {
    const { totals, games } = played([[0, 1], [30, 1]], 0, null); // prettier-ignore
    expect(totals.counts.slice(0, 2)).toEqual([
      { survived: 30, rugs: 0 },
      { survived: 20, rugs: 0 },
    ]);
    expect(games).toBe(1);
  });

  it('a game of which nothing was seen counts as none', () => {
    expect(played([], 7, null)).toMatchObject({ games: 0, log_e: 0 });
    expect(played([[7, 1]], 7, null)).toMatchObject({ games: 0, log_e: 0 });
  });

  it('a game after a high payout is known by the final price before it, where that is known', () => {
    const evidence = new FairnessEvidence();
    const after = () => evidence.memory.totals.counts[3]!.survived;
    const game = (price: number | null) => {
      evidence.startGame(0);
      evidence.tick(10, 1, 0.005);
      evidence.endGame(price === null ? null : { tick: 11, price });
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

it('goes on over restarts at any game as if there had been none', () => {
  const ends = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(ends, (games) => {
      const through = new FairnessEvidence();
      let restarted = new FairnessEvidence();
      for (const [end, restart] of games) {
        for (const evidence of [through, restarted]) evidence.startGame(0);
        through.tick(end - 1, 1, 0.004);
        if (restart) {
          restarted.tick(0, 1, 0.3);
          restarted = new FairnessEvidence(JSON.parse(JSON.stringify(restarted.memory)));
          restarted.startGame(0);
        }
        restarted.tick(end - 1, 1, 0.004);
        for (const evidence of [through, restarted]) evidence.endGame({ tick: end, price: 0.02 });
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
