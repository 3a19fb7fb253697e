import type { FeedLog, SentUpdate } from '../feed/feed-log.ts';
import { demandOf, type Demand } from './demand.ts';
import type { Stored } from './audit.ts';
import { betOutcome, predictionOutcome } from './outcome.ts';

/** A ledger and the database that it demands, small enough to be read: for the tests of the audit. */

export const PREDICTION = {
  predicted_end_tick: 150,
  uncertainty_bounds: { lower: 1, upper: 200 },
  p_rug_40: 0.25,
};

/** A tick's update to the first listener unless told otherwise; `at` grows by one second a tick. */
export function tick(gameId: string, number: number, more: Partial<SentUpdate> = {}): SentUpdate {
  return {
    at: 1000 * number,
    session: 0,
    gameId,
    tick: number,
    price: 1 + number / 10,
    rugged: false,
    carries: null,
    history: [],
    ...more,
  };
}

export const rug = (gameId: string, number: number, more: Partial<SentUpdate> = {}): SentUpdate =>
  tick(gameId, number, { rugged: true, ...more });

/** An update of the cooldown, which shows these finished games. */
export const cooldown = (gameId: string, at: number, history: string[], session: number | null = 0) =>
  tick(gameId, 0, { at, session, tick: null, price: null, history });

export function ledger(updates: SentUpdate[], more: Partial<FeedLog> = {}): FeedLog {
  return { updates, sessions: [{ from: 0, to: null }], games: new Map(), ...more };
}

/** How a game of this length really was. */
export function trueGame(endTick: number) {
  const prices = Array.from({ length: endTick }, (_, number) => 1 + number / 10);
  return {
    endTick,
    prices: [...prices, 0.01],
    finalPrice: 0.01,
    peakPrice: prices.at(-1)!,
    serverSeed: 'seed',
  };
}

/** One game `a` of five ticks, seen from its start to its rug. */
export function wholeGame(): { log: FeedLog; demand: Demand; stored: Stored } {
  const log = ledger([0, 1, 2, 3, 4].map((number) => tick('a', number)).concat(rug('a', 5)), {
    games: new Map([['a', trueGame(5)]]),
  });
  return { log, demand: demandOf(log, [], []), stored: storedGame('a', 5) };
}

/** What is in the database when all is right. */
export function storedGame(game_id: string, endTick: number): Stored {
  const truth = trueGame(endTick);
  const ticks = [...truth.prices.keys()].slice(0, -1);
  return {
    games: [
      {
        game_id,
        status: 'ended',
        end_tick: endTick,
        duration_ticks: endTick,
        final_price: truth.finalPrice,
        peak_price: truth.peakPrice,
      },
    ],
    predictions: ticks.map((predicted_at_tick) => {
      const prediction = { ...PREDICTION, predicted_at_tick };
      return { game_id, ...prediction, ...nested(predictionOutcome(prediction, endTick)) };
    }),
    samples: ticks.map((number) => ({ game_id, tick: number, price: truth.prices[number]! })),
    bets: [{ game_id, placed_at_tick: 2, ...betOutcome(2, endTick) }],
    deadLetters: [],
  };
}

/** `{'a.b': 1}` as `{a: {b: 1}}`. */
function nested(fields: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(fields)) {
    const [outer, inner] = path.split('.') as [string, string?];
    if (inner === undefined) result[outer] = value;
    else result[outer] = { ...(result[outer] as object | undefined), [inner]: value };
  }
  return result;
}
