import type { Logger } from './logger.ts';

/** The order of an orderly stop: nothing is cut off that an earlier stage still needs. */
export const STOP_STAGES = ['not-ready', 'http', 'producers', 'workers', 'flush', 'connections'] as const;
export type StopStage = (typeof STOP_STAGES)[number];

export const ExitCode = { ok: 0, failed: 1, stopTimedOut: 70, secondSignal: 130 } as const;

/** Collects what has to be stopped and stops it once, stage by stage, within a deadline. */
export class Lifecycle {
  readonly #steps = new Map<StopStage, (() => Promise<void> | void)[]>();
  readonly #abort = new AbortController();
  #stopping: Promise<boolean> | undefined;

  /** Aborted when the stop begins: long waits end on it. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Registers a step; the steps of a stage run in parallel. */
  onStop(stage: StopStage, step: () => Promise<void> | void): void {
    this.#steps.set(stage, [...(this.#steps.get(stage) ?? []), step]);
  }

  /** Runs all stages. Resolves to false if the deadline passed first or a step failed; later calls join the first. */
  stop(deadlineMs: number, onProblem: (what: string) => void): Promise<boolean> {
    this.#stopping ??= this.#run(deadlineMs, onProblem);
    return this.#stopping;
  }

  async #run(deadlineMs: number, onProblem: (what: string) => void): Promise<boolean> {
    this.#abort.abort();
    let clean = true;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<'late'>(
      (resolve) => (timer = setTimeout(() => resolve('late'), deadlineMs)),
    );
    for (const stage of STOP_STAGES) {
      const steps = (this.#steps.get(stage) ?? []).map(async (step) => step());
      const outcome = await Promise.race([Promise.allSettled(steps), deadline]);
      if (outcome === 'late') {
        onProblem(`stop: stage "${stage}" did not finish in time`);
        clean = false;
        break;
      }
      for (const result of outcome) {
        if (result.status === 'fulfilled') continue;
        onProblem(`stop: stage "${stage}": ${String(result.reason)}`);
        clean = false;
      }
    }
    clearTimeout(timer);
    return clean;
  }
}

export interface RunOptions {
  logger: Logger;
  shutdownTimeoutMs: number;
}

/**
 * Runs a service: starts it, tells a supervising parent `{type: 'ready', url}`, and stops it in order on SIGTERM, SIGINT
 * or when the parent has died. A second signal ends the process at once.
 */
export async function runService(
  options: RunOptions,
  start: (lifecycle: Lifecycle) => Promise<{ url: string }>,
): Promise<void> {
  const { logger } = options;
  const lifecycle = new Lifecycle();
  let signals = 0;
  const stop = async (why: string): Promise<void> => {
    if (++signals > 1) process.exit(ExitCode.secondSignal);
    logger.info(`Stopping (${why})`);
    const clean = await lifecycle.stop(options.shutdownTimeoutMs, (what) => logger.warn(what));
    process.exit(clean ? ExitCode.ok : ExitCode.stopTimedOut);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('disconnect', () => void stop('the supervising process is gone'));
  process.on('uncaughtException', (error) => fail(logger, 'Uncaught exception', error));
  process.on('unhandledRejection', (error) => fail(logger, 'Unhandled rejection', error));
  try {
    const { url } = await start(lifecycle);
    process.send?.({ type: 'ready', url });
  } catch (error) {
    fail(logger, 'Start failed', error);
  }
}

function fail(logger: Logger, what: string, error: unknown): void {
  const detail =
    error instanceof Error && error.name !== 'SettingsError' ? (error.stack ?? error.message) : String(error);
  logger.error(`${what}: ${detail}`);
  process.exit(ExitCode.failed);
}
