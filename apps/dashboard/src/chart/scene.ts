import type { Freshness } from '../live/freshness.ts';
import type { Forecast } from '../live/messages.ts';
import { phaseOf } from '../live/phase.ts';
import type { Point } from '../live/price-path.ts';
import type { LiveState } from '../live/state.ts';
import { SURVIVAL_STEP_TICKS, TICK_MS, WINDOW_TICKS } from '../game.ts';

/** What the price chart shows. Ticks on x, price on a logarithmic y. */
export interface Scene {
  gameId: string;
  /** 'old': the data has stopped; 'ended': the last game, until the next one begins; 'past': a game that is played back. */
  is: 'empty' | 'running' | 'old' | 'ended' | 'past';
  /** One for each tick on `ticks`; null breaks the line. */
  ticks: readonly number[];
  prices: readonly (number | null)[];
  /** Rises when another price than the newest has changed. */
  revision: number;
  xMax: number;
  yMin: number;
  yMax: number;
  /** Where the game is, or was when it is played back. What comes after it is drawn as known only afterwards. */
  head: Point | null;
  /** The end tick and the rug price. */
  rug: Point | null;
  /** Highest point, once the game has left it behind. */
  peak: Point | null;
  forecast: SceneForecast | null;
  /** Ticks that should have come since the data has stopped, and for how many seconds. */
  silence: { ticks: number; seconds: number } | null;
}

export interface SceneForecast {
  q10: number;
  q50: number;
  q90: number;
  chance: number;
  /** Chance that the game still runs at `tick`, from the head on; empty where it was not kept. */
  survival: readonly { tick: number; chance: number }[];
}

/** x grows in steps of two windows, in longer ones where those would be small beside the axis. */
const X_STEP = 2 * WINDOW_TICKS;
const MOST_X_STEPS = 16;
/** Holds the forecast of a game that has just begun. */
const EMPTY_X_MAX = 7 * X_STEP;
/** A peak younger than this is where the price is. */
const PEAK_AGE_TICKS = 30;

/** Axes without data. */
export const EMPTY_SCENE: Scene = {
  gameId: '',
  is: 'empty',
  ticks: [],
  prices: [],
  revision: 0,
  xMax: EMPTY_X_MAX,
  yMin: 0.9,
  yMax: 14,
  head: null,
  rug: null,
  peak: null,
  forecast: null,
  silence: null,
};

export function sceneOf(state: LiveState, freshness: Freshness): Scene {
  const { game, path } = state;
  const { head, peak } = path;
  // Without TED the last price is a word in the place of the chart: a line would look like a game.
  const isGone = freshness.is === 'loading' || freshness.is === 'down' || freshness.is === 'foreign';
  if (!game || !head || !peak || path.gameId !== game.gameId || isGone) return EMPTY_SCENE;
  const isOld = freshness.is !== 'live';
  const rug = game.isRugged ? { tick: game.currentTick, price: game.currentPrice } : null;
  const is = rug || phaseOf(game).is !== 'running' ? 'ended' : isOld ? 'old' : 'running';
  const forecast = is === 'running' ? forecastOf(state.forecast, head.tick) : null;
  return {
    gameId: game.gameId,
    is,
    ticks: path.ticks,
    prices: path.prices,
    revision: path.revision,
    xMax: xMaxFor(Math.max(head.tick, forecast?.q90 ?? 0, rug?.tick ?? 0)),
    ...yRange(path.low, peak.price),
    head,
    rug,
    peak: head.tick - peak.tick > PEAK_AGE_TICKS ? peak : null,
    forecast,
    silence: is === 'old' && 'ageMs' in freshness ? silenceOf(freshness.ageMs) : null,
  };
}

/** The chance that the game still runs at `tick`, as it is drawn: straight between what is known. Null outside of that. */
export function survivalAt({ survival }: SceneForecast, tick: number): number | null {
  const i = survival.findIndex((known) => known.tick >= tick);
  const after = survival[i];
  if (!after || tick < survival[0]!.tick) return null;
  const before = survival[i - 1] ?? after;
  const share = after.tick === before.tick ? 1 : (tick - before.tick) / (after.tick - before.tick);
  return before.chance + share * (after.chance - before.chance);
}

/** The next step above, and one step more. */
export function xMaxFor(tick: number): number {
  let step = X_STEP;
  while (tick / step > MOST_X_STEPS) step *= 2;
  return Math.max(EMPTY_X_MAX, (Math.ceil(tick / step) + 1) * step);
}

/** Around 1× and all prices, on round values, so that it stands still for most of a game. */
export function yRange(low: number, high: number): { yMin: number; yMax: number } {
  return { yMin: roundDown(Math.min(1, low) * 0.97), yMax: roundUp(Math.max(1, high) * 1.15) };
}

const STEPS = [1, 1.4, 2, 3, 5, 7, 10];

function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (STEPS.find((step) => step * decade >= value) ?? 10);
}

function roundDown(value: number): number {
  // No price of 0 has a place on a logarithmic scale.
  const shown = Math.max(value, 0.001);
  const decade = 10 ** Math.floor(Math.log10(shown));
  return decade * (STEPS.findLast((step) => step * decade <= shown) ?? 1);
}

function forecastOf(forecast: Forecast | null, head: number): SceneForecast | null {
  if (!forecast) return null;
  const { q10, q90, predicted_end_tick: q50, p_rug_40: chance, survival } = forecast;
  const later = survival.map((chance, i) => ({ tick: head + SURVIVAL_STEP_TICKS * (i + 1), chance }));
  return { q10, q50, q90, chance, survival: [{ tick: head, chance: 1 }, ...later] };
}

function silenceOf(ageMs: number): Scene['silence'] {
  return { ticks: ageMs / TICK_MS, seconds: Math.round(ageMs / 1000) };
}
