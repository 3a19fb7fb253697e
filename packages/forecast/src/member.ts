import type { CurveExpert, Expert, ExpertMemory, TickExpert } from './expert.ts';

const { exp, expm1, log, log1p } = Math;

export interface MemberMemory {
  /** At the last game's start. */
  weight: number;
  logLikelihood: number;
  memory: ExpertMemory;
}

/** An expert with the weight that it has earned. `given` is the probability that it gave to the running game so far. */
abstract class Membership<E extends Expert> {
  readonly expert: E;
  readonly prior: number;
  /** Weight when the running game began. */
  start: number;
  /** ln of the probability that it gave to all games before. */
  logLikelihood = 0;
  /** The probability that it gave to all games before over the published rule's, times its share of its name's prior. */
  lead = 0;

  constructor(expert: E, prior: number) {
    this.expert = expert;
    this.prior = prior;
    this.start = prior;
  }

  get memory(): MemberMemory {
    return { weight: this.start, logLikelihood: this.logLikelihood, memory: this.expert.memory };
  }

  recall({ weight, logLikelihood, memory }: MemberMemory): void {
    this.start = weight;
    this.logLikelihood = logLikelihood;
    this.expert.recall(memory);
  }

  /** The game is over, and it gave this probability to it. Returns the weight, not normalised. */
  judge(likelihood: number): number {
    this.logLikelihood += log(likelihood);
    this.start *= likelihood;
    return this.start;
  }
}

/** A curve expert: `curve[t]` is P(N > t), from the tick at which the game was first seen on. */
export class CurveMember extends Membership<CurveExpert> {
  curve = new Float64Array(0);

  given(tick: number): number {
    return this.curve[tick]!;
  }

  rugProbability(tick: number, ticks: number): number {
    return 1 - this.curve[tick + ticks]! / this.curve[tick]!;
  }

  /** Probability of the game: seen alive at `alive`, and the rug one tick later. */
  likelihood(alive: number, rugged: boolean): number {
    return rugged ? this.curve[alive]! - this.curve[alive + 1]! : this.curve[alive]!;
  }
}

/** An expert whose hazard moves with every tick; looking ahead, it is frozen at `rate` = −ln(1 − h). */
export class TickMember extends Membership<TickExpert> {
  rate = 0;
  /** e^rate = 1 / (1 − h). */
  perTick = 1;
  /** At the tick observed last, not normalised: its weight at the start times what it gave to the game. */
  weight = 0;
  #given = 1;

  begin(): void {
    this.#given = 1;
    this.weight = this.start;
    this.freeze();
  }

  freeze(): void {
    const { hazard } = this.expert;
    this.rate = -log1p(-hazard);
    this.perTick = 1 / (1 - hazard);
  }

  given(): number {
    return this.#given;
  }

  passed(ticks: number): void {
    this.expert.survived(ticks);
    this.#given *= exp(-this.rate * ticks);
    this.weight = this.start * this.#given;
  }

  rugProbability(_tick: number, ticks: number): number {
    return -expm1(-this.rate * ticks);
  }

  likelihood(_alive: number, rugged: boolean): number {
    return this.#given * (rugged ? -expm1(-this.rate) : 1);
  }
}

export type Member = CurveMember | TickMember;
