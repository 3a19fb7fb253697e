import { gameVersions, nextPrice, rugPrice } from '@ted/fairness';
import { PastGames, PATTERNS, type Pattern, type Segment } from '@ted/forecast';
import { FeatureTracker, PUBLISHED_HAZARD } from '@ted/game';
import { peakOf, type Game } from './game.ts';
import type { Plant } from './plant.ts';
import { uniform } from './random.ts';

export interface SimulateOptions {
  games: number;
  /** Equal seeds give equal games. */
  seed: string;
  /** Chance of the rug at every tick. Default: the published one. */
  hazard?: number;
  /** From this game on the hazard is another. */
  jump?: { game: number; hazard: number };
  plant?: Plant;
  /** The plant is gone from this game on. */
  until?: number;
}

const LONGEST = 5000;

/** Games by the published algorithm (v3), with rug prices as recorded; a plant or another hazard changes the rug alone. */
export function* simulate(options: SimulateOptions): Generator<CompleteGame> {
  const { games, seed, hazard = PUBLISHED_HAZARD, jump, plant, until = Infinity } = options;
  const draw = uniform(seed);
  const past = new PastGames();
  const planted = plant && new PlantedPattern(plant);
  for (let n = 0; n < games; n++) {
    const rate = jump && n >= jump.game ? jump.hazard : hazard;
    const game = play(draw, rate, n < until ? planted : undefined, past);
    past.add({
      startTick: 0,
      endTick: game.endTick,
      lastTick: game.endTick,
      peakPrice: peakOf(game),
      finalPrice: game.finalPrice,
    });
    yield game;
  }
}

type CompleteGame = Game & { endTick: number };

function play(
  draw: () => number,
  rate: number,
  planted: PlantedPattern | undefined,
  past: PastGames,
): CompleteGame {
  const prices = [1];
  let price = 1;
  planted?.startGame(past);
  for (let tick = 0; tick < LONGEST; tick++) {
    if (draw() < rate * (planted?.multiplier(tick, price) ?? 1)) break;
    price = nextPrice(price, draw, gameVersions.v3);
    prices.push(price);
  }
  return { startTick: 0, prices, endTick: prices.length, finalPrice: rugPrice(draw()) };
}

/** What a pattern does to the hazard of a game that is being made. */
class PlantedPattern {
  readonly #pattern: Pattern;
  readonly #strength: number;
  readonly #features = new FeatureTracker();
  #segments: readonly Segment[] = [];

  constructor({ pattern, strength }: Plant) {
    this.#pattern = PATTERNS[pattern]();
    this.#strength = strength;
  }

  startGame(past: PastGames): void {
    this.#features.startGame();
    this.#segments = this.#pattern.startGame(past);
  }

  multiplier(tick: number, price: number): number {
    if (this.#pattern.observe) {
      const features = this.#features.update(tick, price);
      this.#segments =
        this.#pattern.observe(tick, { price, peak: this.#features.peak, features }) ?? this.#segments;
    }
    let multiplier = 1;
    for (const segment of this.#segments) if (segment.from <= tick) multiplier = segment.multiplier;
    return multiplier ** this.#strength;
  }
}
