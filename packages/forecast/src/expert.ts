import type { Course } from './course.ts';
import type { FinishedGame } from './finished-game.ts';
import type { PastGames } from './past-games.ts';

/** The names under which experts are shown and stored. One expert may stand for several hypotheses. */
export const EXPERT_NAMES = [
  'published',
  'memoryless',
  'memoryless-forgetting',
  'age',
  'pattern1',
  'pattern2',
  'pattern3',
  'early-peak',
  'ultra-short-gate',
  'features',
  'log-linear',
] as const;
export type ExpertName = (typeof EXPERT_NAMES)[number];

/** Mean and variance of a hazard summed over ticks, as an expert's posterior has it. */
export interface Moments {
  mean: number;
  variance: number;
}

export type ExpertMemory = Record<string, number | readonly number[]>;

interface AnyExpert {
  readonly name: ExpertName;
  /** Tells hypotheses of one name apart, and never changes: memory is kept under it. */
  readonly key: string;
  startGame(past: PastGames): void;
  /** Σ h over the `ticks` ticks after `tick`, with everything that is known at `tick`. */
  cumulated(tick: number, ticks: number): Moments;
  /** Whether the condition that it speaks about holds now or will hold in this game. */
  speaks(tick: number): boolean;
  /** Learns from a finished game. Called between games only. */
  endGame(game: FinishedGame): void;
  /** What it has learnt from finished games; nothing of the running one. */
  readonly memory: ExpertMemory;
  /** Goes on from what {@link memory} said, maybe in another process. */
  recall(memory: ExpertMemory): void;
}

/**
 * An expert whose hazards are known ahead until its condition changes, so that its whole survival curve can be written
 * down. The convention throughout: at tick t the game is alive after tick t, and h(t) = P(N = t + 1 | N > t).
 */
export interface CurveExpert extends AnyExpert {
  readonly kind: 'curve';
  /** Writes survival[t + 1] = survival[t] · (1 − h(t)) for t = from … to − 1; survival[from] is there. */
  fill(survival: Float64Array, from: number, to: number): void;
  /** Takes what tick `tick` showed; true if the hazards from `tick` on are others now. Undefined: they never are. */
  observe?: (tick: number, course: Course) => boolean;
}

/** An expert whose hazard moves with every tick. Looking ahead, it is frozen where it is. */
export interface TickExpert extends AnyExpert {
  readonly kind: 'tick';
  /** h(t) at the tick that was observed last. */
  readonly hazard: number;
  observe: (tick: number, course: Course) => void;
  /** The game was still alive `ticks` ticks after the tick that was observed last. */
  survived(ticks: number): void;
}

export type Expert = CurveExpert | TickExpert;
