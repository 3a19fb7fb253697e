import {
  STOP_DEADLINES_MS,
  SupervisedProcess,
  type ProcessEvents,
  type ProcessSpec,
} from './supervised-process.ts';

/** All processes of a stack: started one by one, stopped in order, none left behind. */
export class Supervisor {
  readonly #processes: SupervisedProcess[] = [];
  readonly #events: ProcessEvents;
  #stopping: Promise<void> | undefined;

  constructor(events: ProcessEvents) {
    this.#events = events;
    // The safety net: however this process ends, short of SIGKILL, its children end too.
    process.once('exit', () => this.kill());
  }

  /** Starts a process and returns the URL at which it is ready. See {@link SupervisedProcess.start}. */
  start(spec: ProcessSpec): Promise<string> {
    if (this.#stopping) throw new Error(`${spec.name} is not started: the stack is being stopped`);
    const child = new SupervisedProcess(spec, this.#events);
    this.#processes.push(child);
    return child.start();
  }

  /** Those that are ready or have been, and have a child now. */
  get running(): { name: string; pid: number; url: string }[] {
    return this.#processes.flatMap(({ name, pid, url }) =>
      pid === undefined || url === undefined ? [] : [{ name, pid, url }],
    );
  }

  /** Stops stage after stage, the processes of one stage together. Later calls join the first. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopInOrder();
    return this.#stopping;
  }

  /** Ends everything at once. */
  kill(): void {
    for (const child of this.#processes) child.kill();
  }

  async #stopInOrder(): Promise<void> {
    for (const stage of Object.keys(STOP_DEADLINES_MS)) {
      const members = this.#processes.filter((child) => child.stage === stage);
      await Promise.all(members.map((child) => child.stop()));
    }
  }
}
