import type { ExpertName } from '../expert.ts';
import { skill } from './figures.ts';
import type { ScoredGame } from './game-ledger.ts';
import { PageHinkley, type DriftMemory } from './page-hinkley.ts';
import {
  expectedCalibrationError,
  RELIABILITY_BINS,
  reliability,
  type ReliabilityStep,
} from './reliability.ts';

/** Games are kept in blocks, so that the memory of a thousand stays small. */
const BLOCK_GAMES = 20;
const GAMES = 1000;

type Figures = number[];
/** Where in a block's figures each sum stands; then the bins (three each), then the experts (two each). */
const AT = {
  games: 0,
  ticks: 1,
  brier: 2,
  logLoss: 3,
  baselineBrier: 4,
  baselineLogLoss: 5,
  covered: 6,
  crps: 7,
};
const BINS_AT = 8;
const EXPERTS_AT = BINS_AT + 3 * RELIABILITY_BINS;

export interface ScoreboardMemory {
  /** Oldest first. All but the newest are full, and stay as they are. */
  blocks: Figures[];
  drift: DriftMemory;
}

type Score = number | null;

/** Means over forecasts; null before the first finished game. */
export interface Scores {
  games: number;
  ticks: number;
  mixture: {
    brier: Score;
    logLoss: Score;
    brierSkill: Score;
    logLossSkill: Score;
    ece: Score;
    crps: Score;
    coverage85: Score;
  };
  baseline: { brier: Score; logLoss: Score };
  experts: Partial<Record<ExpertName, { brier: Score; logLoss: Score }>>;
  reliability: ReliabilityStep[];
  drift: { statistic: number; alarm: boolean; sinceGame: number | null };
}

/** How good the forecasts were over the newest finished games, a thousand unless told, in blocks of twenty. */
export class Scoreboard {
  readonly #names: readonly ExpertName[];
  readonly #blocks: Figures[];
  readonly #drift: PageHinkley;
  readonly #size: number;
  /** Blocks that are kept. */
  readonly #most: number;

  /** @param games how many games count; Infinity for all */
  constructor(names: readonly ExpertName[], memory?: ScoreboardMemory, games = GAMES) {
    this.#most = games / BLOCK_GAMES;
    this.#names = names;
    this.#size = EXPERTS_AT + 2 * names.length;
    this.#blocks = (memory?.blocks ?? []).map((block) => [...block]);
    this.#drift = new PageHinkley(memory?.drift);
  }

  get memory(): ScoreboardMemory {
    return { blocks: this.#blocks, drift: this.#drift.memory };
  }

  add(game: ScoredGame): void {
    let block = this.#blocks.at(-1);
    if (!block || block[AT.games]! >= BLOCK_GAMES) {
      block = new Array<number>(this.#size).fill(0);
      this.#blocks.push(block);
      if (this.#blocks.length > this.#most) this.#blocks.shift();
    }
    addTo(block, figuresOf(game, this.#names));
    this.#drift.endGame(game.apart);
  }

  get scores(): Scores {
    const total = new Array<number>(this.#size).fill(0);
    for (const block of this.#blocks) addTo(total, block);
    const [games, ticks] = [total[AT.games]!, total[AT.ticks]!];
    const mean = (at: number) => (ticks === 0 ? null : total[at]! / ticks);
    const bins = binsOf(total);
    const baseline = { brier: mean(AT.baselineBrier), logLoss: mean(AT.baselineLogLoss) };
    return {
      games,
      ticks,
      mixture: {
        brier: mean(AT.brier),
        logLoss: mean(AT.logLoss),
        brierSkill: skill(mean(AT.brier), baseline.brier),
        logLossSkill: skill(mean(AT.logLoss), baseline.logLoss),
        ece: expectedCalibrationError(bins),
        crps: games === 0 ? null : total[AT.crps]! / games,
        coverage85: mean(AT.covered),
      },
      baseline,
      experts: Object.fromEntries(
        this.#names.map((name, e) => [
          name,
          { brier: mean(EXPERTS_AT + 2 * e), logLoss: mean(EXPERTS_AT + 2 * e + 1) },
        ]),
      ),
      reliability: reliability(bins),
      drift: {
        statistic: this.#drift.statistic,
        alarm: this.#drift.alarm,
        sinceGame: this.#drift.alarmAt,
      },
    };
  }
}

function figuresOf(game: ScoredGame, names: readonly ExpertName[]): Figures {
  const { bins, mixture, baseline } = game;
  return [
    1,
    game.ticks,
    mixture.brier,
    mixture.logLoss,
    baseline.brier,
    baseline.logLoss,
    game.covered,
    game.crps,
    ...bins.ticks,
    ...bins.sumP,
    ...bins.happened,
    ...names.flatMap((name) => {
      const { brier, logLoss } = game.experts.get(name)!;
      return [brier, logLoss];
    }),
  ];
}

function binsOf(figures: Figures) {
  const part = (n: number) =>
    figures.slice(BINS_AT + n * RELIABILITY_BINS, BINS_AT + (n + 1) * RELIABILITY_BINS);
  return { ticks: part(0), sumP: part(1), happened: part(2) };
}

function addTo(total: Figures, more: Figures): void {
  for (let i = 0; i < total.length; i++) total[i]! += more[i]!;
}
