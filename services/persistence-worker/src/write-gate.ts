import { InterruptedError } from '@ted/messaging';
import { pause, withTimeout, type LiveSettings } from '@ted/platform';
import type { Database } from '@ted/storage';

const CHECK_MS = 250;
const PING_TIMEOUT_MS = 2000;

export interface MongoState {
  ok: boolean;
  error: string | null;
  /** Since when, ms since 1970. */
  since: number;
}

/**
 * The one place that says whether MongoDB may be written to: while the switch is on and MongoDB answers. Work waits here
 * instead of failing, so that an outage or an "off" uses up nobody's attempts.
 */
export class WriteGate {
  readonly #live: LiveSettings;
  readonly #database: Database;
  readonly #signal: AbortSignal;
  readonly #onChange: (state: MongoState) => void;
  #mongo: MongoState = { ok: false, error: 'not connected yet', since: Date.now() };

  constructor(
    live: LiveSettings,
    database: Database,
    signal: AbortSignal,
    onChange: (state: MongoState) => void,
  ) {
    this.#live = live;
    this.#database = database;
    this.#signal = signal;
    this.#onChange = onChange;
  }

  get mongo(): Readonly<MongoState> {
    return this.#mongo;
  }

  /** Resolves when writing is allowed, at once if it is. Throws {@link InterruptedError} when the service stops. */
  readonly mayWrite = async (): Promise<void> => {
    while (!this.#signal.aborted) {
      if (this.#live.persistenceEnabled && this.#mongo.ok) return;
      await pause(CHECK_MS, this.#signal);
    }
    throw new InterruptedError('the service stops');
  };

  /** An operation failed because of the infrastructure: nothing is written until MongoDB answers again. */
  reportFailure(error: Error): void {
    this.#set(false, error.message);
  }

  /** Keeps asking MongoDB how it is, until the service stops. */
  async watch(): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        await withTimeout(this.#database.ping(), PING_TIMEOUT_MS, 'MongoDB');
        this.#set(true, null);
      } catch (error) {
        this.#set(false, (error as Error).message);
      }
      await pause(this.#mongo.ok ? 1000 : CHECK_MS, this.#signal);
    }
  }

  #set(ok: boolean, error: string | null): void {
    if (ok === this.#mongo.ok) return;
    this.#mongo = { ok, error, since: Date.now() };
    this.#onChange(this.#mongo);
  }
}
