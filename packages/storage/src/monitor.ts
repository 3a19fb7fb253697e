import { pause, withTimeout } from '@ted/platform';
import type { Database } from './database.ts';
import { demandIndexes } from './migration/indexes.ts';

const PING_TIMEOUT_MS = 2000;
const WHILE_OK_MS = 1000;
const WHILE_DOWN_MS = 250;

export interface DatabaseState {
  ok: boolean;
  error: string | null;
  /** Since when, ms since 1970. */
  since: number;
}

/** Knows at any moment whether MongoDB answers and is ready, so that nobody has to wait for a timeout to find out. */
export class DatabaseMonitor {
  readonly #database: Database;
  readonly #onChange: (state: DatabaseState) => void;
  #told = false;
  #state: DatabaseState = { ok: false, error: 'not connected yet', since: Date.now() };

  constructor(database: Database, onChange: (state: DatabaseState) => void = () => undefined) {
    this.#database = database;
    this.#onChange = onChange;
  }

  get state(): Readonly<DatabaseState> {
    return this.#state;
  }

  /** An operation has just failed because of the infrastructure. */
  reportFailure(error: Error): void {
    this.#set(false, error.message);
  }

  /** Connects, and keeps asking how MongoDB is until the signal is aborted. */
  async watch(signal: AbortSignal): Promise<void> {
    const opened = this.#database.openEventually(signal);
    while (!signal.aborted) {
      if (!this.#database.connecting) await this.#ask();
      const passed = pause(this.#state.ok ? WHILE_OK_MS : WHILE_DOWN_MS, signal);
      // The first connection is asked at once.
      await (this.#database.connecting ? Promise.race([opened, passed]) : passed);
    }
  }

  async #ask(): Promise<void> {
    try {
      await withTimeout(this.#database.ping(), PING_TIMEOUT_MS, 'MongoDB');
      // A server that has come (back) may be another one: without the unique keys repeats would make duplicates.
      if (!this.#state.ok) await withTimeout(demandIndexes(this.#database), PING_TIMEOUT_MS, 'MongoDB');
      this.#set(true, null);
    } catch (error) {
      this.#set(false, (error as Error).message);
    }
  }

  #set(ok: boolean, error: string | null): void {
    // The first word is news even if it is the bad one that was assumed.
    if (ok === this.#state.ok && this.#told) {
      this.#state = { ...this.#state, error };
      return;
    }
    this.#told = true;
    this.#state = { ok, error, since: Date.now() };
    this.#onChange(this.#state);
  }
}
