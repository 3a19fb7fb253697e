import { contributionsOf, type Contribution, type Group } from './contributions.ts';
import type { Course } from './course.ts';
import type { Expert, ExpertName } from './expert.ts';
import { lastAlive, type FinishedGame } from './finished-game.ts';
import { CurveMember, TickMember, type Member, type MemberMemory } from './member.ts';
import { PastGames, type PastGamesMemory } from './past-games.ts';
import { Posterior } from './posterior.ts';

const { exp, max } = Math;

/** Of the weight, shared anew at each game's end (Herbster & Warmuth, Tracking the best expert, 1998: fixed share). */
export const SHARE = 1 / 1000;
/** No published game is longer; survival is 0 so many ticks after the current one. */
export const HORIZON = 5000;
/** Survival curves are written this many ticks at a time, as far as someone asks. */
const STRETCH = 256;

export interface WeightedExpert {
  expert: Expert;
  /** Weight before anything was seen; the priors sum to 1. */
  prior: number;
  /** How much of the prior counts when weight is shared anew. Default: all of it. */
  returns?: number;
}

/** Nothing of the running game is in it: whoever recalls it is told the game's ticks again. */
export interface MixtureMemory {
  past: PastGamesMemory;
  /** By the experts' keys. */
  members: Record<string, MemberMemory>;
}

/**
 * Online Bayesian mixture of hazards: each tick multiplies an expert's weight by the probability that it gave to what
 * happened, and at a game's end a share of all weight is shared anew. Survival curves are mixed, never hazards.
 *
 * A curve expert's weight at tick t is its weight at the game's start times its survival curve. So all of them together
 * are one curve A(t) = Σ w_k S_k(t), written once a game, and Σ w_k(t) P_k(N > t + j | N > t) = A(t + j) / A(t): what a tick
 * costs does not depend on how many they are. Experts that move with every tick are frozen and added one by one.
 *
 * Regret (Herbster & Warmuth; Cesa-Bianchi & Lugosi, Prediction, Learning, and Games, 2006, theorem 5.2): over G games the
 * log loss of the hazards is at most expert k's + ln(1/π_k) + (G − 1) · ln(1/(1 − α)), and each change to an expert k adds
 * ln(1/(α·ρ_k)), where π are the priors and ρ the shares in which weight is shared anew. It does not bound the loss of p_rug_40, whose windows overlap.
 */
export class Mixture {
  readonly #past = new PastGames();
  readonly #members: Member[];
  /** Where shared weight goes; sums to 1. */
  readonly #returning: number[];
  readonly #curves: CurveMember[];
  readonly #watching: CurveMember[];
  readonly #ticking: TickMember[];
  readonly #groups: Group[];
  /** A(t), up to tick #written. */
  #sum = new Float64Array(0);
  #written = 0;
  /** The tick that was observed last, or the first one of a game to come. */
  #tick = 0;
  #seen = false;
  /** What {@link aliveAt} is at the tick observed last. */
  #total = 1;

  constructor(experts: readonly WeightedExpert[]) {
    this.#members = experts.map(({ expert, prior }) =>
      expert.kind === 'curve' ? new CurveMember(expert, prior) : new TickMember(expert, prior),
    );
    const returning = experts.map(({ prior, returns = 1 }) => prior * returns);
    const all = sum(returning, (share) => share);
    this.#returning = returning.map((share) => share / all);
    this.#curves = this.#members.filter((member) => member instanceof CurveMember);
    this.#watching = this.#curves.filter(({ expert }) => expert.observe);
    this.#ticking = this.#members.filter((member) => member instanceof TickMember);
    const names = [...new Set(this.#members.map(({ expert }) => expert.name))];
    this.#groups = names.map((name) => {
      const members = this.#members.filter(({ expert }) => expert.name === name);
      return { name, members, prior: sum(members, ({ prior }) => prior) };
    });
    this.startGame();
  }

  /** In the order of {@link rugProbabilities}. */
  get names(): ExpertName[] {
    return this.#groups.map(({ name }) => name);
  }

  /** A game is to come. */
  startGame(): void {
    for (const { expert } of this.#members) expert.startGame(this.#past);
    const published = this.#members[0]!.logLikelihood;
    for (const { prior, members } of this.#groups)
      for (const member of members)
        member.lead = (member.prior / prior) * exp(member.logLikelihood - published);
    this.#seen = false;
    this.#begin(0);
  }

  /** The game is alive at `tick`; ticks since the last one were survived unseen. Ticks ascend. */
  observe(tick: number, course: Course): void {
    // Whoever joins late learns nothing from the ticks before.
    if (!this.#seen && tick > 0) this.#begin(tick);
    this.#seen = true;
    this.#moveTo(tick);
    for (const member of this.#watching) if (member.expert.observe!(tick, course)) this.#rewrite(member);
    for (const member of this.#ticking) {
      member.expert.observe(tick, course);
      member.freeze();
    }
  }

  /** P(N = t + 1 | N > t) at the tick observed last. */
  get hazard(): number {
    return 1 - this.survival(1);
  }

  /** P(N > t + ticks | N > t) at the tick observed last. */
  survival(ticks: number): number {
    return this.aliveAt(this.#tick + ticks) / this.#total;
  }

  /** {@link survival} after 1, 2 … `points` times `step` ticks; e^(−r·i·s) is the ith power of e^(−r·s). */
  survivals(step: number, points: number): number[] {
    const from = this.#tick;
    if (from + step * points > this.#written) this.#write(from + step * points);
    const alive: number[] = [];
    for (let i = 1; i <= points; i++) alive.push(this.#sum[from + step * i]!);
    for (const { weight, rate } of this.#ticking) {
      const perStep = exp(-rate * step);
      let own = weight;
      for (let i = 0; i < points; i++) alive[i]! += own *= perStep;
    }
    for (let i = 0; i < points; i++) alive[i]! /= this.#total;
    return alive;
  }

  /** What {@link aliveAt} is now. */
  get total(): number {
    return this.#total;
  }

  /** P(N > x) for x from the current tick on, as a multiple of 1/{@link total}: for searches, which ask often. */
  aliveAt(x: number): number {
    const ahead = x - this.#tick;
    if (ahead >= HORIZON) return 0;
    if (x > this.#written) this.#write(x);
    let alive = this.#sum[x]!;
    for (let k = 0; k < this.#ticking.length; k++) {
      const member = this.#ticking[k]!;
      alive += member.weight * exp(-member.rate * ahead);
    }
    return alive;
  }

  /**
   * Where x lies beside the least step with {@link aliveAt} at most `target`: 1 before it, −1 behind it, 0 there. One look
   * instead of two, because e^(−r(a − s)) is e^(−ra) · e^(rs).
   */
  sideOf(x: number, step: number, target: number): -1 | 0 | 1 {
    const ahead = x - this.#tick;
    if (x > this.#written) this.#write(x);
    let here = this.#sum[x]!;
    let before = this.#sum[x - step]!;
    for (let k = 0; k < this.#ticking.length; k++) {
      const member = this.#ticking[k]!;
      const alive = member.weight * exp(-member.rate * ahead);
      here += alive;
      before += alive * (step === 1 ? member.perTick : exp(member.rate * step));
    }
    if (here > target) return 1;
    return ahead > step && before <= target ? -1 : 0;
  }

  /** P(N ≤ t + ticks | N > t) as each name says by itself, in the order of {@link names}. */
  rugProbabilities(ticks: number, into: Float64Array): void {
    if (this.#tick + ticks > this.#written) this.#write(this.#tick + ticks);
    for (let g = 0; g < this.#groups.length; g++) {
      let weight = 0;
      let rugged = 0;
      const { members } = this.#groups[g]!;
      for (let k = 0; k < members.length; k++) {
        const member = members[k]!;
        const own = member.start * member.given(this.#tick);
        weight += own;
        rugged += own * member.rugProbability(this.#tick, ticks);
      }
      into[g] = rugged / weight;
    }
  }

  /** What it believes of P(N ≤ t + ticks | N > t). */
  posterior(ticks: number): Posterior {
    const posterior = new Posterior();
    for (const member of this.#members)
      posterior.add(this.#weight(member), member.expert.cumulated(this.#tick, ticks));
    return posterior;
  }

  /** The name that has more than half of the weight; undefined if none has. */
  get majority(): ExpertName | undefined {
    return this.#groups.find(
      ({ members }) => sum(members, (member) => member.start * member.given(this.#tick)) > this.#total / 2,
    )?.name;
  }

  /** Who says how much about P(N ≤ t + ticks | N > t), and why. */
  contributions(ticks: number): Contribution[] {
    const rugged = new Float64Array(this.#groups.length);
    this.rugProbabilities(ticks, rugged);
    return contributionsOf(this.#groups, this.#tick, rugged, this.#total);
  }

  /** The game is over; `endTick` null: its end was not seen. */
  endGame(game: FinishedGame): void {
    if (this.#seen) this.#judge(game);
    this.#learn(game);
  }

  /** Learns the rates from a game that was not followed; between games only. */
  learn(game: FinishedGame): void {
    this.startGame();
    this.#learn(game);
  }

  get memory(): MixtureMemory {
    return {
      past: this.#past.memory,
      members: Object.fromEntries(this.#members.map((member) => [member.expert.key, member.memory])),
    };
  }

  /** Goes on from what {@link memory} said. The experts must be the same. */
  recall({ past, members }: MixtureMemory): void {
    this.#past.recall(past);
    for (const member of this.#members) {
      const own = members[member.expert.key];
      if (own) member.recall(own);
    }
    this.startGame();
  }

  #begin(tick: number): void {
    this.#tick = tick;
    this.#written = tick;
    this.#grow(tick);
    this.#sum[tick] = 0;
    for (const member of this.#curves) {
      member.curve[tick] = 1;
      this.#sum[tick] += member.start;
    }
    for (const member of this.#ticking) member.begin();
    this.#total = sum(this.#members, ({ start }) => start);
  }

  #moveTo(tick: number): void {
    if (tick > this.#written) this.#write(tick);
    const passed = tick - this.#tick;
    this.#tick = tick;
    let total = this.#sum[tick]!;
    for (const member of this.#ticking) {
      if (passed > 0) member.passed(passed);
      total += member.weight;
    }
    this.#total = total;
  }

  #grow(to: number): void {
    if (to < this.#sum.length) return;
    const length = to + 2 * STRETCH;
    const grown = (old: Float64Array) => {
      const array = new Float64Array(length);
      array.set(old);
      return array;
    };
    this.#sum = grown(this.#sum);
    for (const member of this.#curves) member.curve = grown(member.curve);
  }

  /** Writes the curves on, at least to tick `to`. */
  #write(to: number): void {
    const from = this.#written;
    const end = max(to, from + STRETCH);
    this.#grow(end);
    this.#sum.fill(0, from + 1, end + 1);
    for (const member of this.#curves) {
      member.expert.fill(member.curve, from, end);
      addScaled(this.#sum, member.curve, member.start, from, end);
    }
    this.#written = end;
  }

  /** The member's hazards from the current tick on have changed. */
  #rewrite(member: CurveMember): void {
    addScaled(this.#sum, member.curve, -member.start, this.#tick, this.#written);
    member.expert.fill(member.curve, this.#tick, this.#written);
    addScaled(this.#sum, member.curve, member.start, this.#tick, this.#written);
  }

  #weight(member: Member): number {
    return (member.start * member.given(this.#tick)) / this.#total;
  }

  #judge(game: FinishedGame): void {
    const alive = max(this.#tick, lastAlive(game));
    const rugged = game.endTick !== null;
    this.#moveTo(alive);
    for (const member of this.#ticking) member.freeze();
    if (alive + 1 > this.#written) this.#write(alive + 1);
    const total = sum(this.#members, (member) => member.judge(member.likelihood(alive, rugged)));
    this.#members.forEach((member, k) => {
      member.start = (1 - SHARE) * (member.start / total) + SHARE * this.#returning[k]!;
    });
  }

  #learn(game: FinishedGame): void {
    for (const { expert } of this.#members) expert.endGame(game);
    this.#past.add(game);
    this.startGame();
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}

/** into[t] += scale · from[t] for t = after + 1 … last. */
function addScaled(into: Float64Array, from: Float64Array, scale: number, after: number, last: number): void {
  for (let t = after + 1; t <= last; t++) into[t]! += scale * from[t]!;
}
