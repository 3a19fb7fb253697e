import { InterruptedError } from '@ted/messaging';
import { pause, type LiveSettings } from '@ted/platform';
import type { DatabaseMonitor } from '@ted/storage';

const CHECK_MS = 100;

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
  #working = 0;

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
    this.#saidQuiet = this.#held && (this.#working === 0 || !this.#live.persistenceEnabled);
    return this.#saidQuiet;
  }

  /** Does a piece of work that belongs together, once it may begin. Throws {@link InterruptedError} when the service stops first. */
  async run(work: () => Promise<void>): Promise<void> {
    while (this.#held && !this.#signal.aborted) await pause(CHECK_MS, this.#signal);
    this.#working++;
    try {
      await work();
    } finally {
      this.#working--;
    }
  }

  /** Resolves when writing is allowed, at once if it is. Throws {@link InterruptedError} when the service stops. */
  readonly mayWrite = async (): Promise<void> => {
    while (!this.#signal.aborted) {
      if (this.#live.persistenceEnabled && this.#monitor.state.ok && !this.#saidQuiet) return;
      await pause(CHECK_MS, this.#signal);
    }
    throw new InterruptedError('the service stops');
  };

  /** An operation failed because of the infrastructure: nothing is written until MongoDB answers again. */
  reportFailure(error: Error): void {
    this.#monitor.reportFailure(error);
  }
}
