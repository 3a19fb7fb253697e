import { AsyncLocalStorage } from 'node:async_hooks';
import { InterruptedError } from '@ted/messaging';
import { pause, type LiveSettings } from '@ted/platform';
import type { DatabaseMonitor } from '@ted/storage';

const CHECK_MS = 100;

/** A piece of work that was begun. */
interface Work {
  /** It has not asked yet whether it may write, or waits for that: what it has written is acknowledged. */
  waits: boolean;
}

/**
 * The one place that says whether MongoDB may be written to: while the switch is on and MongoDB answers. Work waits here
 * instead of failing, so that an outage or an "off" uses up nobody's attempts.
 */
export class WriteGate {
  readonly #live: LiveSettings;
  readonly #monitor: DatabaseMonitor;
  readonly #signal: AbortSignal;
  #held = false;
  #saidQuiet = false;
  readonly #works = new Set<Work>();
  readonly #current = new AsyncLocalStorage<Work>();

  constructor(live: LiveSettings, monitor: DatabaseMonitor, signal: AbortSignal) {
    this.#live = live;
    this.#monitor = monitor;
    this.#signal = signal;
  }

  /** Whether somebody holds all writes (a backup): then no work begins, and what has begun ends. */
  setHeld(held: boolean): void {
    this.#held = held;
    if (!held) this.#saidQuiet = false;
  }

  /**
   * Whether nothing is written because of a hold. Who has heard so may rely on it until the hold ends: also work that was begun, and
   * waits because persistence is off, does not go on before.
   */
  tellQuiet(): boolean {
    this.#saidQuiet = this.#held && !this.writing;
    return this.#saidQuiet;
  }

  /** Whether a write may be on its way: then "off" is not true yet, whatever the switch says. */
  get writing(): boolean {
    return [...this.#works].some(({ waits }) => !waits);
  }

  /** Does a piece of work that belongs together, once it may begin. Throws {@link InterruptedError} when the service stops first. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    while (this.#held && !this.#signal.aborted) await pause(CHECK_MS, this.#signal);
    const begun: Work = { waits: true };
    this.#works.add(begun);
    try {
      return await this.#current.run(begun, work);
    } finally {
      this.#works.delete(begun);
    }
  }

  /** Resolves when writing is allowed, at once if it is. Throws {@link InterruptedError} when the service stops. */
  readonly mayWrite = async (): Promise<void> => {
    const work = this.#current.getStore();
    while (!this.#signal.aborted) {
      const allowed = this.#live.persistenceEnabled && this.#monitor.state.ok && !this.#saidQuiet;
      if (work) work.waits = !allowed;
      if (allowed) return;
      await pause(CHECK_MS, this.#signal);
    }
    throw new InterruptedError('the service stops');
  };

  /** An operation failed because of the infrastructure: nothing is written until MongoDB answers again. */
  reportFailure(error: Error): void {
    this.#monitor.reportFailure(error);
  }
}
