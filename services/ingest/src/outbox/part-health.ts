import type { PartState } from '@ted/messaging';

/** How something that the outbox needs is doing, and since when. */
export class PartHealth {
  #state: PartState;

  constructor(first: { ok: boolean; error: string | null }) {
    this.#state = { ...first, since: Date.now() };
  }

  get state(): Readonly<PartState> {
    return this.#state;
  }

  /** Notes what the last use of it said (null: it worked). Returns whether it has just broken or come back. */
  set(error: string | null): boolean {
    const ok = error === null;
    const turned = ok !== this.#state.ok;
    this.#state = { ok, error, since: turned ? Date.now() : this.#state.since };
    return turned;
  }
}
