import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of a benchmark. It ends with the benchmark. */
export class Process {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts a child of `child.ts` by its name, and waits for its first word. */
  static async child<T>(name: string, options: object): Promise<{ process: Process; word: T }> {
    const path = fileURLToPath(new URL('./child.js', import.meta.url));
    return Process.fork<T>(path, [name, JSON.stringify(options)], {});
  }

  /** Starts a program that speaks over IPC, and waits for its first word. */
  static async fork<T>(
    path: string,
    args: string[],
    env: NodeJS.ProcessEnv,
    execArgv: readonly string[] = [],
  ): Promise<{ process: Process; word: T }> {
    const child = fork(path, args, {
      execArgv: [...execArgv],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A session of its own, as each process of `./ted up` has: Linux shares the processor out among sessions.
      detached: true,
    });
    const started = new Process(child);
    return { process: started, word: await started.next<T>() };
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The next thing that it says. Rejects if it ends instead. */
  async next<T>(): Promise<T> {
    const gone = new AbortController();
    const ended = once(this.#child, 'exit', { signal: gone.signal }).then(([code]) => {
      throw new Error(`a process of the benchmark has ended with ${String(code)}`);
    });
    try {
      const [word] = (await Promise.race([once(this.#child, 'message', { signal: gone.signal }), ended])) as [
        T,
      ];
      return word;
    } finally {
      ended.catch(() => undefined);
      gone.abort();
    }
  }

  /** Tells it something and waits for what it says then. */
  async ask<T>(word: object | string): Promise<T> {
    const answer = this.next<T>();
    this.#child.send(word);
    return answer;
  }

  tell(word: object): void {
    this.#child.send(word);
  }

  /** Ends it at once, as a machine that dies would. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }
}
