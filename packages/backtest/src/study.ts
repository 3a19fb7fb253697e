import { Forecaster, SIDE_BET_DEFAULTS, type ModelVersion } from '@ted/forecast';
import { peakOf } from './game.ts';
import { simulate, type SimulateOptions } from './simulate.ts';

/** When names had more than half of the weight in one run: counts of games. */
export interface StudyRun {
  seed: string;
  /** First game after which it had, while the plant was on (always, without one). */
  first: Map<string, number>;
  /** First game after the plant's end after which it had not; undefined without an end. */
  letGo: Map<string, number>;
}

/** Simulates the same thing again and again with other seeds, and watches only the weights. */
export function* study(
  options: SimulateOptions & { runs: number; model: ModelVersion },
): Generator<StudyRun> {
  for (let run = 1; run <= options.runs; run++) yield oneRun({ ...options, seed: `${options.seed}/${run}` });
}

function oneRun({
  model,
  until = Infinity,
  ...options
}: SimulateOptions & { model: ModelVersion }): StudyRun {
  const forecaster = new Forecaster(SIDE_BET_DEFAULTS, undefined, model);
  const first = new Map<string, number>();
  const letGo = new Map<string, number>();
  let games = 0;
  for (const game of simulate({ ...options, until })) {
    game.prices.forEach((price, tick) => forecaster.observe(tick, price));
    const { endTick, finalPrice } = game;
    forecaster.endGame({ startTick: 0, endTick, lastTick: endTick, peakPrice: peakOf(game), finalPrice });
    games++;
    const leader = forecaster.majority;
    if (leader !== undefined && games <= until && !first.has(leader)) first.set(leader, games);
    if (games <= until) continue;
    for (const name of first.keys()) if (name !== leader && !letGo.has(name)) letGo.set(name, games - until);
  }
  return { seed: options.seed, first, letGo };
}
