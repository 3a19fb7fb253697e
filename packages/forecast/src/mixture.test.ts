import fc from 'fast-check';
import { FeatureTracker } from '@ted/game';
import type { CurveExpert, Expert, TickExpert } from './expert.ts';
import type { FinishedGame } from './finished-game.ts';
import { Mixture, SHARE, type WeightedExpert } from './mixture.ts';
import { MODELS } from './models.ts';
import { PastGames } from './past-games.ts';

/** A game that was followed: prices from `startTick` on, null where the tick was not seen; `rugged` one tick after the last. */
interface FollowedGame {
  startTick: number;
  prices: (number | null)[];
  rugged: boolean;
  finalPrice: number;
}

const price = fc.double({ min: 0.01, max: 60, noNaN: true });
const followedGame: fc.Arbitrary<FollowedGame> = fc.record({
  startTick: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 })),
  prices: fc
    .array(fc.option(price, { freq: 6 }), { minLength: 1, maxLength: 60 })
    .map((rest) => [1, ...rest]),
  rugged: fc.boolean(),
  finalPrice: fc.double({ min: 0.0003, max: 0.02, noNaN: true }),
});

function finished({ startTick, prices, rugged, finalPrice }: FollowedGame): FinishedGame {
  const lastTick = startTick + prices.length - 1;
  const peakPrice = Math.max(...prices.map((p) => p ?? 0));
  return { startTick, endTick: rugged ? lastTick + 1 : null, lastTick, peakPrice, finalPrice };
}

/** Calls `at` at each tick that was seen, after the mixture has. */
function follow(mixture: Mixture, game: FollowedGame, at: (tick: number) => void): void {
  const features = new FeatureTracker();
  mixture.startGame();
  game.prices.forEach((price, i) => {
    if (price === null) return;
    const tick = game.startTick + i;
    mixture.observe(tick, { price, peak: features.peak, features: features.update(tick, price) });
    at(tick);
  });
}

/** The same by the definition: weights times likelihoods, tick by tick, and curves added up. Slow, and without tricks. */
class SlowMixture {
  readonly #experts: { expert: Expert; weight: number; prior: number; returns: number }[];
  readonly #past = new PastGames();
  #tick = 0;
  #seen = false;

  constructor(experts: WeightedExpert[]) {
    this.#experts = experts.map(({ expert, prior, returns = 1 }) => ({
      expert,
      weight: prior,
      prior,
      returns,
    }));
    for (const { expert } of experts) expert.startGame(this.#past);
  }

  observe(tick: number, course: Parameters<Mixture['observe']>[1]): void {
    if (this.#seen) this.#survive(tick);
    this.#seen = true;
    this.#tick = tick;
    for (const { expert } of this.#experts) expert.observe?.(tick, course);
  }

  survival(ticks: number): number {
    return this.#experts.reduce(
      (sum, { expert, weight }) => sum + weight * survivalOf(expert, this.#tick, ticks),
      0,
    );
  }

  weights(): number[] {
    return this.#experts.map(({ weight }) => weight);
  }

  endGame(game: FinishedGame): void {
    const alive = game.endTick === null ? game.lastTick : game.endTick - 1;
    this.#survive(alive);
    if (game.endTick !== null) this.#weigh((expert) => 1 - survivalOf(expert, alive, 1));
    const returning = this.#experts.reduce((sum, { prior, returns }) => sum + prior * returns, 0);
    for (const one of this.#experts) {
      one.weight = (1 - SHARE) * one.weight + (SHARE * one.prior * one.returns) / returning;
      one.expert.endGame(game);
    }
    this.#past.add(game);
    for (const { expert } of this.#experts) expert.startGame(this.#past);
    this.#seen = false;
  }

  #survive(to: number): void {
    const ticks = to - this.#tick;
    if (ticks <= 0) return;
    this.#weigh((expert) => survivalOf(expert, this.#tick, ticks));
    for (const { expert } of this.#experts) if (expert.kind === 'tick') expert.survived(ticks);
    this.#tick = to;
  }

  #weigh(likelihood: (expert: Expert) => number): void {
    for (const one of this.#experts) one.weight *= likelihood(one.expert);
    const total = this.#experts.reduce((sum, { weight }) => sum + weight, 0);
    for (const one of this.#experts) one.weight /= total;
  }
}

function survivalOf(expert: CurveExpert | TickExpert, tick: number, ticks: number): number {
  if (expert.kind === 'tick') return (1 - expert.hazard) ** ticks;
  const curve = new Float64Array(tick + ticks + 1);
  curve[tick] = 1;
  expert.fill(curve, tick, tick + ticks);
  return curve[tick + ticks]!;
}

it('says what the definition says, whatever the games and however they were seen', () => {
  fc.assert(
    fc.property(fc.array(followedGame, { minLength: 1, maxLength: 12 }), (games) => {
      const fast = new Mixture(MODELS['mixture-3']());
      const slow = new SlowMixture(MODELS['mixture-3']());
      for (const game of games) {
        const features = new FeatureTracker();
        const byTick = new Map<number, Parameters<Mixture['observe']>[1]>();
        game.prices.forEach((price, i) => {
          if (price !== null)
            byTick.set(game.startTick + i, {
              price,
              peak: features.peak,
              features: { ...features.update(game.startTick + i, price) },
            });
        });
        follow(fast, game, (tick) => {
          slow.observe(tick, byTick.get(tick)!);
          for (const ticks of [1, 40, 700]) expect(fast.survival(ticks)).toBeCloseTo(slow.survival(ticks), 9);
        });
        fast.endGame(finished(game));
        slow.endGame(finished(game));
        const total = slow.weights().reduce((sum, weight) => sum + weight, 0);
        expect(total).toBeCloseTo(1, 9);
      }
    }),
    { numRuns: 60 },
  );
});

it('goes on in another process exactly where it was', () => {
  fc.assert(
    fc.property(fc.array(followedGame, { minLength: 2, maxLength: 6 }), (games) => {
      const model = MODELS['mixture-3'];
      const [one, other] = [new Mixture(model()), new Mixture(model())];
      for (const game of games.slice(0, -1)) {
        follow(one, game, () => undefined);
        one.endGame(finished(game));
      }
      other.recall(JSON.parse(JSON.stringify(one.memory)));
      const said: number[] = [];
      follow(one, games.at(-1)!, () => said.push(one.survival(40)));
      const again: number[] = [];
      follow(other, games.at(-1)!, () => again.push(other.survival(40)));
      expect(again).toEqual(said);
    }),
    { numRuns: 40 },
  );
});

/** An expert of a fixed hazard that nothing teaches. */
const constant = (key: string, hazard: number): CurveExpert => ({
  kind: 'curve',
  name: 'published',
  key,
  startGame: () => undefined,
  fill: (survival, from, to) => {
    for (let t = from; t < to; t++) survival[t + 1] = survival[t]! * (1 - hazard);
  },
  cumulated: (_tick, ticks) => ({ mean: hazard * ticks, variance: 0 }),
  speaks: () => true,
  endGame: () => undefined,
  memory: {},
  recall: () => undefined,
});

it('loses to no expert more than its bound, however the games end, also where the best one changes once', () => {
  const hazards = [0.005, 0.0005, 0.05, 0.3];
  const priors = [0.4, 0.3, 0.2, 0.1];
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }),
      fc.nat(),
      (ends, cut) => {
        const mixture = new Mixture(
          hazards.map((hazard, k) => ({ expert: constant(String(k), hazard), prior: priors[k]! })),
        );
        let loss = 0;
        const losses = ends.map((endTick) => {
          const course = { price: 1, peak: 1, features: new FeatureTracker().current };
          mixture.startGame();
          mixture.observe(0, course);
          loss -= Math.log(mixture.survival(endTick - 1) - mixture.survival(endTick));
          mixture.endGame({ startTick: 0, endTick, lastTick: endTick, peakPrice: 1, finalPrice: 0.01 });
          return hazards.map((h) => -(endTick - 1) * Math.log1p(-h) - Math.log(h));
        });
        const sum = (k: number, from: number, to: number) =>
          losses.slice(from, to).reduce((total, game) => total + game[k]!, 0);
        const games = ends.length;
        const staying = (games - 1) * -Math.log1p(-SHARE);
        const at = cut % games;
        for (let k = 0; k < hazards.length; k++) {
          expect(loss).toBeLessThanOrEqual(sum(k, 0, games) - Math.log(priors[k]!) + staying + 1e-6);
          for (let after = 0; after < hazards.length && at > 0; after++) {
            const change = -Math.log(SHARE * priors[after]!);
            const bound = sum(k, 0, at) + sum(after, at, games) - Math.log(priors[k]!) + staying + change;
            expect(loss).toBeLessThanOrEqual(bound + 1e-6);
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});
