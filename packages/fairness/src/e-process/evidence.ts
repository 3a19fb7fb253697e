import { epochStart, logE } from './epochs.ts';
import { RunningGame } from './running-game.ts';
import { noTotals, sumOf, type Totals } from './totals.ts';

/** Changes with anything that changes the bets: what was won by others is no evidence of this process. */
export const EVIDENCE_VERSION = 1;

/** ln 20: fair games ever reach it with a probability of at most 1/20. */
export const REJECT_AT_LOG_E = Math.log(20);

/** How things stand after the last finished game. Natural logarithms. */
export interface EvidenceSummary {
  /** Games that count. */
  games: number;
  /** Games that the forecast has learnt from without their being followed: they do not count. */
  warm_up_games: number;
  log_e: number;
  max_log_e: number;
  /** How many games had counted when E reached 20 for the first time. */
  rejected_at_game: number | null;
}

/** What another process goes on from. Plain JSON, and nothing of the running game: its ticks are taken again. */
export interface EvidenceMemory extends EvidenceSummary {
  version: number;
  totals: Totals;
  /** The totals at each starting point that has begun. */
  starts: Totals[];
  previous_final_price: number | null;
}

const nothingYet = (): EvidenceMemory => ({
  version: EVIDENCE_VERSION,
  games: 0,
  warm_up_games: 0,
  log_e: 0,
  max_log_e: 0,
  rejected_at_game: null,
  totals: noTotals(),
  starts: [noTotals()],
  previous_final_price: null,
});

/**
 * The anytime-valid test that every tick is the rug with probability 0.005, whatever came before: an e-process. At each tick
 * a bet on the rug is made at the odds that are fair if that is true, and E is what a stake of 1 has become:
 *
 *   E = Σ_k w_k Π_t (q_k/0.005)^y ((1 − q_k)/0.995)^(1 − y),   q_k fixed before the tick, y = 1 at the rug.
 *
 * Of a true claim E is a martingale without negative values that begins at 1, so P(E ever reaches 1/α) ≤ α (Ville, Étude
 * critique de la notion de collectif, 1939; Shafer & Vovk, Game-Theoretic Foundations for Probability and Finance, 2019;
 * Ramdas, Grünwald, Vovk & Shafer, Game-theoretic statistics and safe anytime-valid inference, Statistical Science 38, 2023).
 * So it may be looked at after every game, for ever.
 *
 * Which ticks count was fixed beforehand, by a rule that does not ask how they turned out: those at which TED was listening,
 * from one update of a followed game to the next, if the tick counter has moved by at most {@link MOST_TICKS_APART} between
 * them. What was learnt afterwards does not count: ticks before a late join, those of a longer gap, an end that only the
 * history tells (of a gap that was survived the feed shows everything, of one that was not maybe nothing).
 */
export class FairnessEvidence {
  readonly #state: EvidenceMemory;
  #running: RunningGame | undefined;

  /** @param memory of an earlier process; what a process of another version has won is not taken over */
  constructor(memory?: EvidenceMemory) {
    this.#state = memory?.version === EVIDENCE_VERSION ? { ...memory } : nothingYet();
  }

  get memory(): EvidenceMemory {
    return { ...this.#state, starts: [...this.#state.starts] };
  }

  get summary(): EvidenceSummary {
    const { games, warm_up_games, log_e, max_log_e, rejected_at_game } = this.#state;
    return { games, warm_up_games, log_e, max_log_e, rejected_at_game };
  }

  /** The forecast learns from a game that was not followed. */
  warmUp(): void {
    this.#state.warm_up_games++;
    // Between games it may have been the one before the next.
    if (!this.#running) this.#state.previous_final_price = null;
  }

  /** @param startTick first tick seen live */
  startGame(startTick: number): void {
    this.#running = new RunningGame(startTick, this.#state.previous_final_price);
  }

  /** The price of a tick that was learnt afterwards: it may be the peak, and is no evidence. */
  filled(price: number): void {
    this.#running?.filled(price);
  }

  /**
   * The game is alive at `tick`, as an update shows. Call in the order of ticks.
   * @param hazard the forecast for the next tick, from nothing that came after this one
   */
  tick(tick: number, price: number, hazard: number): void {
    this.#running?.alive(tick, price, hazard);
  }

  /**
   * @param end the end tick N, the rug price, and the tick counter of the update that showed the rug (it runs on; null if only
   * the history told it); null if nobody knows the end
   * @returns ln E with this game
   */
  endGame(end: { tick: number; price: number; shownAt: number | null } | null): number {
    const game = this.#running;
    this.#running = undefined;
    if (game && end && end.shownAt !== null) game.rug(end.tick, end.shownAt);
    this.#state.previous_final_price = end?.price ?? null;
    if (game && game.ticks > 0) this.#add(game.totals);
    return this.#state.log_e;
  }

  #add(game: Totals): void {
    const state = this.#state;
    state.games++;
    state.totals = sumOf(state.totals, game);
    state.log_e = logE(state.totals, state.starts);
    state.max_log_e = Math.max(state.max_log_e, state.log_e);
    if (state.log_e >= REJECT_AT_LOG_E) state.rejected_at_game ??= state.games;
    if (state.games === epochStart(state.starts.length)) state.starts.push(state.totals);
  }
}
