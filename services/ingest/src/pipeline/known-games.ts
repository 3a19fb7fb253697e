import type { FinishedGame } from '@ted/forecast';
import type { Checkpoint } from './checkpoint.ts';

/** The feed's history holds ten games; this many outlast any repetition of it. */
const REMEMBERED_GAMES = 200;
/** What another model begins with after an update of TED. */
const LEARNT_GAMES = 500;

/** The games that the forecasts know: by their ids, so that none is learnt from twice, and the newest with what they taught. */
export class KnownGames {
  readonly #ids = new Set<string>();
  /** Oldest first. Each stays as it is. */
  readonly #learnt: FinishedGame[];

  constructor({ followed, learnt }: Partial<Pick<Checkpoint, 'followed' | 'learnt'>> = {}) {
    this.#learnt = [...(learnt ?? [])];
    for (const gameId of followed ?? []) this.add(gameId);
  }

  /** What another process goes on from. */
  get memory(): Required<Pick<Checkpoint, 'followed' | 'learnt'>> {
    return { followed: [...this.#ids], learnt: this.#learnt };
  }

  /** The newest games that were learnt from, oldest first. */
  get learnt(): readonly FinishedGame[] {
    return this.#learnt;
  }

  has(gameId: string): boolean {
    return this.#ids.has(gameId);
  }

  /** A game that is followed or learnt from. */
  add(gameId: string): void {
    this.#ids.add(gameId);
    if (this.#ids.size > REMEMBERED_GAMES) this.#ids.delete(this.#ids.values().next().value!);
  }

  /** What a game has taught, now that it is over. */
  remember(game: FinishedGame): void {
    this.#learnt.push(game);
    if (this.#learnt.length > LEARNT_GAMES) this.#learnt.shift();
  }
}
