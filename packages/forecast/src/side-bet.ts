import { SIDE_BET_PAYOUT, WINDOW_TICKS } from '@ted/game';

/** A bet is recommended only when the posterior is this sure that its price is worth paying. */
export const REQUIRED_CERTAINTY = 0.975;

export interface SideBetOptions {
  windowTicks: number;
  cooldownTicks: number;
  /** Least p_rug_40, beside the break-even of the payout. */
  threshold: number;
}

/** As the feed's side bets are, and a fair price for the least chance. */
export const SIDE_BET_DEFAULTS: SideBetOptions = {
  windowTicks: WINDOW_TICKS,
  cooldownTicks: 4,
  threshold: 1 / SIDE_BET_PAYOUT,
};

export type SideBetAction = 'PLACE_SIDE_BET' | 'WAIT';

export interface SideBetAdvice {
  action: SideBetAction;
  tick: number;
  /** P(t < N ≤ t + window). */
  probability: number;
  /** Expected net gain per unit staked: payout · p − 1. */
  expectedValue: number;
  /** Posterior probability that the bet is worth its price. */
  certainty: number;
  threshold: number;
  /** Which gates are met. */
  gates: { aboveBreakEven: boolean; certain: boolean; windowFree: boolean };
  /** First tick at which the next bet is possible; null when it is possible now. */
  nextBetTick: number | null;
  /** The bet recommended before, while its window lasts. */
  openBet: { tick: number; windowEndTick: number } | null;
}

/** Net outcome of a settled bet of stake 1: won if and only if s < N ≤ s + window. */
export function settle(
  placedAtTick: number,
  windowEndTick: number,
  endTick: number,
): { won: boolean; payout: number } {
  const won = placedAtTick < endTick && endTick <= windowEndTick;
  return { won, payout: won ? SIDE_BET_PAYOUT - 1 : -1 };
}

/** Decides at each tick; remembers the open window of the game. */
export class SideBetPolicy {
  readonly #options: SideBetOptions;
  #nextBetTick = 0;

  constructor(options: SideBetOptions) {
    this.#options = options;
  }

  /** First tick of the running game at which a bet is possible. */
  get nextBetTick(): number {
    return this.#nextBetTick;
  }

  get threshold(): number {
    return Math.max(1 / SIDE_BET_PAYOUT, this.#options.threshold);
  }

  /** @param nextBetTick above 0 where the game goes on in another process after a bet */
  startGame(nextBetTick = 0): void {
    this.#nextBetTick = nextBetTick;
  }

  /** The advice at a tick. With `commit`, a recommendation closes the gate until its window and the cooldown are over. */
  advise(tick: number, probability: number, certainty: number, commit: boolean): SideBetAdvice {
    const gates = {
      aboveBreakEven: probability > this.threshold,
      certain: certainty >= REQUIRED_CERTAINTY,
      windowFree: tick >= this.#nextBetTick,
    };
    const bet = gates.aboveBreakEven && gates.certain && gates.windowFree;
    const nextBetTick = gates.windowFree ? null : this.#nextBetTick;
    const openBet = this.#openBet(tick);
    if (bet && commit) this.#nextBetTick = tick + this.#options.windowTicks + this.#options.cooldownTicks;
    return {
      action: bet ? 'PLACE_SIDE_BET' : 'WAIT',
      tick,
      probability,
      expectedValue: SIDE_BET_PAYOUT * probability - 1,
      certainty,
      threshold: this.threshold,
      gates,
      nextBetTick,
      openBet,
    };
  }

  #openBet(tick: number): SideBetAdvice['openBet'] {
    const { windowTicks, cooldownTicks } = this.#options;
    const windowEndTick = this.#nextBetTick - cooldownTicks;
    return tick < windowEndTick ? { tick: windowEndTick - windowTicks, windowEndTick } : null;
  }
}
