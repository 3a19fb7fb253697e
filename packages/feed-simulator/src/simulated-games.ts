import { randomBytes } from 'node:crypto';
import type { Faults } from './faults.ts';
import { withFaults } from './faults.ts';
import type { FeedSource, Frame } from './feed-source.ts';
import type { Moment, Surroundings } from './game-state-update.ts';
import {
  greetingUpdate,
  minimalUpdate,
  presaleMs,
  standardUpdate,
  startUpdate,
  transitionUpdate,
} from './game-state-update.ts';
import { randomness } from './randomness.ts';
import type { SimulatedGame } from './simulated-game.ts';
import { fairGame, forcedGame } from './simulated-game.ts';
import { historyLength, Stage } from './stage.ts';

export interface SimulationOptions {
  /** Feed milliseconds per real millisecond, finite and above 0. Default: 1. */
  speed?: number;
  /** Equal seeds give equal games; without one no game ever repeats. */
  seed?: string;
  /** First part of every game id, YYYYMMDD. Default: today (UTC), or 20260101 where there is a seed. */
  feedDate?: string;
  /** For tests: end ticks of the games in turn, over and over. Such games have version `test`, not v3. */
  endTicks?: number[];
  /** For tests: probabilities of what goes wrong with tick updates. Default: nothing. */
  faults?: Partial<Faults>;
}

const tickMs = 250;
const cooldownMs = 15_000;
const cooldownStepMs = 100;

/**
 * An endless feed of provably fair games (v3): cooldown, presale, ticks, rug, seed revealed, next game.
 * The ten games of history exist from the first moment. Throws a RangeError for options out of range.
 */
export function simulatedGames(options: SimulationOptions = {}): FeedSource {
  check(options);
  const { speed = 1, seed, endTicks = [] } = options;
  const faults: Faults = { duplicate: 0, reorder: 0, skip: 0, ...options.faults };
  const root = seed ?? randomBytes(32).toString('hex');
  // Separate streams, so that faults and decoration leave the games as they are.
  const fate = randomness(`${root}/games`);
  const decoration = randomness(`${root}/decoration`);
  const misfortune = randomness(`${root}/faults`);
  const date = () => options.feedDate ?? (seed === undefined ? todayUtc() : '20260101');

  const stage = new Stage(decoration);
  const now = Date.now();
  for (let ago = historyLength; ago > 0; ago--) stage.remember(fairGame(fate, date()), now - ago * 60_000);

  let gamesBegun = 0;
  const nextGame = (): SimulatedGame => {
    const endTick = endTicks[gamesBegun++ % endTicks.length];
    return endTick === undefined ? fairGame(fate, date()) : forcedGame(fate, date(), endTick);
  };
  let game = nextGame();
  /** What was sent last: the next client is greeted with it. */
  let shown = capture(beforeStart(cooldownMs));

  function beforeStart(cooldownTimer: number): Moment {
    return { game, active: false, rugged: false, tickCount: 0, cooldownTimer };
  }

  function during(tickCount: number, rugged = false): Moment {
    return { game, active: true, rugged, tickCount, cooldownTimer: 0 };
  }

  function capture(moment: Moment): { moment: Moment; surroundings: Surroundings } {
    return { moment, surroundings: stage.surroundings(moment) };
  }

  function* show(delayMs: number, moment: Moment, form: typeof standardUpdate | typeof minimalUpdate) {
    const next = capture(moment);
    yield { delayMs, event: 'gameStateUpdate', data: form(next.moment, next.surroundings) };
    shown = next;
  }

  function* cooldown(): Generator<Frame> {
    for (let timer = cooldownMs - cooldownStepMs; timer > 0; timer -= cooldownStepMs) {
      yield* show(cooldownStepMs, beforeStart(timer), timer === presaleMs ? standardUpdate : minimalUpdate);
      // The one full update comes, as in the recordings, after two minimal ones that have less time left.
      if (timer === cooldownMs - 2 * cooldownStepMs)
        yield* show(0, beforeStart(cooldownMs), transitionUpdate);
      if (timer <= presaleMs) yield* stage.bystanders(beforeStart(timer), 0.03);
    }
  }

  function* ticks(): Generator<Frame> {
    for (let tick = 1; tick < game.endTick; tick++) {
      yield* show(tickMs, during(tick), standardUpdate);
      yield* stage.bystanders(during(tick), 0.1);
    }
  }

  /** The rug, and up to a second later the same price again with the seed; the tick counter runs on in between. */
  function* rug(delayMs: number): Generator<Frame> {
    yield* show(delayMs, during(game.endTick, true), standardUpdate);
    stage.remember(game, Date.now());
    const ticksLater = decoration.oneOf([2, 3, 4]);
    const revealed = during(game.endTick + Math.floor(ticksLater / 2), true);
    yield* show(ticksLater * tickMs, revealed, transitionUpdate);
  }

  function* timeline(): Generator<Frame> {
    for (;;) {
      yield* cooldown();
      yield* show(cooldownStepMs, during(0), startUpdate);
      const owedMs = yield* withFaults(ticks(), faults, misfortune);
      yield* rug(tickMs + owedMs);
      game = nextGame();
      stage.newPlayers();
    }
  }

  return {
    speed,
    frames: timeline,
    onConnect: () => ({ event: 'gameStateUpdate', data: greetingUpdate(shown.moment, shown.surroundings) }),
  };
}

function check({ speed = 1, feedDate, endTicks = [], faults = {} }: SimulationOptions): void {
  if (!(speed > 0 && speed < Infinity))
    throw new RangeError(`speed must be finite and above 0, got ${speed}`);
  if (feedDate !== undefined && !/^\d{8}$/.test(feedDate)) {
    throw new RangeError(`feedDate must be YYYYMMDD, got ${feedDate}`);
  }
  for (const endTick of endTicks) {
    if (!(Number.isInteger(endTick) && endTick >= 1)) {
      throw new RangeError(`an end tick must be an integer from 1 on, got ${endTick}`);
    }
  }
  for (const [name, probability] of Object.entries(faults)) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`faults.${name} must be a probability, got ${probability}`);
    }
  }
}

function todayUtc(): string {
  return new Date().toISOString().slice(0, 10).replaceAll('-', '');
}
