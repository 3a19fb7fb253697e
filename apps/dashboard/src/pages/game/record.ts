import { useMemo } from 'react';
import { replayGame } from '@ted/fairness';
import type { GameDetail } from '../../api/game.ts';
import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import type { Scene, SceneForecast } from '../../chart/scene.ts';
import { xMaxFor, yRange } from '../../chart/scene.ts';
import type { Point } from '../../live/price-path.ts';

/** A game as it can be played back. */
export interface GameRecord {
  gameId: string;
  endTick: number;
  finalPrice: number | null;
  /** First tick that TED saw. */
  startTick: number;
  ticks: readonly number[];
  prices: readonly (number | null)[];
  peak: Point | null;
  low: number;
  xMax: number;
  /** Where the prices come from. */
  source: 'seed' | 'samples';
  predictions: readonly StoredPrediction[];
}

/** Samples lie up to so many ticks apart; a wider hole is a gap in the recording. */
const WIDEST_STEP = 12;

/**
 * The prices of a game. A verified game is replayed from its seed, which gives every tick exactly; of any other game
 * there are the stored samples, with holes where nobody was listening.
 */
export function recordOf(game: GameDetail): GameRecord {
  const endTick = game.end_tick ?? Math.max(1, (game.path.at(-1)?.tick ?? 0) + 1);
  const replayed =
    game.verdict === 'verified' && game.server_seed !== null
      ? replayGame(game.server_seed, game.game_id, game.version)
      : undefined;
  const { ticks, prices } =
    replayed && replayed.endTick === endTick
      ? { ticks: replayed.prices.map((_, tick) => tick), prices: replayed.prices }
      : sampled(game.path.filter(({ tick }) => tick < endTick));
  let peak: Point | null = null;
  let low = 1;
  prices.forEach((price, i) => {
    if (price === null) return;
    low = Math.min(low, price);
    if (!peak || price > peak.price) peak = { tick: ticks[i]!, price };
  });
  const widest = Math.max(
    endTick,
    ...game.predictions.map(({ quantiles }) => Math.min(quantiles.q90, 2.2 * endTick)),
  );
  return {
    gameId: game.game_id,
    endTick,
    finalPrice: game.final_price,
    startTick: game.start_tick ?? 0,
    ticks,
    prices,
    peak,
    low,
    xMax: xMaxFor(widest),
    source: replayed ? 'seed' : 'samples',
    predictions: [...game.predictions].sort((a, b) => a.predicted_at_tick - b.predicted_at_tick),
  };
}

export const useRecord = (game: GameDetail): GameRecord => useMemo(() => recordOf(game), [game]);

function sampled(path: GameDetail['path']): { ticks: number[]; prices: (number | null)[] } {
  const ticks: number[] = [];
  const prices: (number | null)[] = [];
  let before = path[0]?.tick ?? 0;
  for (const { tick, price } of path) {
    if (tick - before > WIDEST_STEP) {
      ticks.push(before + 1);
      prices.push(null);
    }
    ticks.push(tick);
    prices.push(price);
    before = tick;
  }
  return { ticks, prices };
}

/** The last stored prediction at or before the tick; null before the first. */
export function saidAt(predictions: readonly StoredPrediction[], tick: number): StoredPrediction | null {
  return predictions.reduce<StoredPrediction | null>(
    (last, prediction) =>
      prediction.predicted_at_tick <= tick &&
      (last === null || prediction.predicted_at_tick >= last.predicted_at_tick)
        ? prediction
        : last,
    null,
  );
}

/** The price at a tick: that of the last tick at or before it that is known. */
export function priceAt({ ticks, prices }: GameRecord, tick: number): Point | null {
  for (let i = ticks.length - 1; i >= 0; i--) {
    const price = prices[i];
    if (ticks[i]! <= tick && price !== null && price !== undefined) return { tick, price };
  }
  const first = prices[0];
  return first === null || first === undefined ? null : { tick, price: first };
}

/** What the price chart shows with the playhead at `tick`. */
export function pastScene(record: GameRecord, said: StoredPrediction | null, tick: number): Scene {
  const head = priceAt(record, tick);
  const { peak } = record;
  return {
    gameId: record.gameId,
    is: head ? 'past' : 'empty',
    ticks: record.ticks,
    prices: record.prices,
    revision: 0,
    xMax: record.xMax,
    ...yRange(record.low, peak?.price ?? 1),
    head,
    rug: { tick: record.endTick, price: record.finalPrice ?? 0 },
    peak,
    forecast: said && forecastOf(said),
    silence: null,
  };
}

const forecastOf = ({
  quantiles,
  predicted_end_tick: q50,
  p_rug_40: chance,
}: StoredPrediction): SceneForecast => ({
  q10: quantiles.q10,
  q50,
  q90: quantiles.q90,
  chance,
  survival: [],
});
