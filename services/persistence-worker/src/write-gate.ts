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

  constructor(live: LiveSettings, monitor: DatabaseMonitor, signal: AbortSignal) {
    this.#live = live;
    this.#monitor = monitor;
    this.#signal = signal;
  }

  /** Resolves when writing is allowed, at once if it is. Throws {@link InterruptedError} when the service stops. */
  readonly mayWrite = async (): Promise<void> => {
    while (!this.#signal.aborted) {
      if (this.#live.persistenceEnabled && this.#monitor.state.ok) return;
      await pause(CHECK_MS, this.#signal);
    }
    throw new InterruptedError('the service stops');
  };

  /** An operation failed because of the infrastructure: nothing is written until MongoDB answers again. */
  reportFailure(error: Error): void {
    this.#monitor.reportFailure(error);
  }
}
