import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CliError, messageOf } from '../errors.ts';
import { killGroup } from './kill-group.ts';
import { restartDelay } from './restart-policy.ts';

/**
 * The order in which a stack stops: who asks before who answers, writers before stores. Each with the time in ms for an
 * orderly end before it is forced; together less than the 15 s that a stop may take.
 */
export const STOP_DEADLINES_MS = {
  gateway: 3_000,
  ingest: 3_500,
  workers: 3_500,
  feed: 1_000,
  stores: 2_500,
};
export type StopStage = keyof typeof STOP_DEADLINES_MS;

const READY_WITHIN_MS = 60_000;
const LINES_KEPT = 20;

/** One way to start a process. */
export interface Launch {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /**
   * How it says that it is ready: `{type: 'ready', url}` over IPC (TED's own processes), or a line of its output
   * (other people's programs), which then is ready at `url`.
   */
  ready: 'message' | { line: RegExp; url: string };
}

export interface ProcessSpec {
  name: string;
  /** When it is stopped. */
  stage: StopStage;
  /** Asked before every start. `url` is where it was ready last, so that the others find it there again. */
  launch(url: string | undefined): Launch | Promise<Launch>;
}

/** What its owner is told about a process. */
export interface ProcessEvents {
  line(from: SupervisedProcess, line: string): void;
  /** Ready, for the first time or again. */
  ready(which: SupervisedProcess): void;
  /** It ended without being asked to and starts again after the delay. */
  died(which: SupervisedProcess, how: string, delayMs: number): void;
}

/** A process that is started again when it ends without being asked to. */
export class SupervisedProcess {
  readonly name: string;
  readonly stage: StopStage;
  readonly #spec: ProcessSpec;
  readonly #events: ProcessEvents;
  readonly #lastLines: string[] = [];
  #child: ChildProcess | undefined;
  /** Resolves when the current child has ended and its output has been read. */
  #ended: Promise<void> = Promise.resolve();
  #url: string | undefined;
  #deaths = 0;
  #previousDelayMs: number | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #stopping = false;
  #settleStart: { resolve(url: string): void; reject(error: Error): void } | undefined;

  constructor(spec: ProcessSpec, events: ProcessEvents) {
    this.name = spec.name;
    this.stage = spec.stage;
    this.#spec = spec;
    this.#events = events;
  }

  /** Where it was ready last. */
  get url(): string | undefined {
    return this.#url;
  }

  /** Of the child that runs now; undefined between two lives. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Starts it and keeps it running until `stop`.
   * @returns the URL at which it is ready for the first time
   * @throws CliError with its last lines if it dies too often before it was ever ready
   */
  start(): Promise<string> {
    const started = new Promise<string>((resolve, reject) => {
      this.#settleStart = { resolve, reject };
    });
    void this.#live();
    return started;
  }

  /** Asks it to end and forces it after its deadline. Resolves when neither it nor a process of its group is left. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    this.#settleStart?.reject(new CliError(`${this.name} was stopped before it was ready`));
    this.#child?.kill('SIGTERM');
    const force = setTimeout(() => this.kill(), STOP_DEADLINES_MS[this.stage]);
    await this.#ended;
    clearTimeout(force);
  }

  /** Ends it and its group at once. Works in an 'exit' handler too. */
  kill(): void {
    this.#stopping = true;
    if (this.#child?.pid !== undefined) killGroup(this.#child.pid);
  }

  async #live(): Promise<void> {
    const bornAt = performance.now();
    let how: string;
    try {
      const launch = await this.#spec.launch(this.#url);
      if (this.#stopping) return;
      how = await this.#run(launch);
    } catch (error) {
      how = messageOf(error);
    }
    if (!this.#stopping) this.#onDeath(how, performance.now() - bornAt);
  }

  /** Runs one life to its end. Resolves to how it ended. */
  #run(launch: Launch): Promise<string> {
    const withMessages = launch.ready === 'message';
    const child = spawn(launch.command, launch.args, {
      env: launch.env,
      // A group of its own: a Ctrl-C at the terminal reaches only TED, which then stops everything in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(withMessages ? (['ipc'] as const) : [])],
    });
    this.#child = child;
    let how = '';
    const giveUp = setTimeout(() => {
      how = `it was not ready within ${READY_WITHIN_MS / 1000} s`;
      if (child.pid !== undefined) killGroup(child.pid);
    }, READY_WITHIN_MS);
    const onReady = (url: string): void => {
      clearTimeout(giveUp);
      this.#url = url;
      this.#settleStart?.resolve(url);
      this.#events.ready(this);
    };
    const onLine = (line: string): void => {
      this.#lastLines.push(line);
      if (this.#lastLines.length > LINES_KEPT) this.#lastLines.shift();
      this.#events.line(this, line);
      if (launch.ready !== 'message' && launch.ready.line.test(line)) onReady(launch.ready.url);
    };
    for (const stream of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
    }
    child.on('message', (message) => {
      if (isReady(message)) onReady(message.url);
    });
    const ended = new Promise<void>((resolve) => {
      child.on('error', (error) => (how ||= error.message));
      child.on('exit', (code, signal) => {
        how ||= signal ? `ended by ${signal}` : `exit code ${code}`;
        // Whatever it has started itself ends with it.
        if (child.pid !== undefined) killGroup(child.pid);
      });
      child.on('close', () => resolve());
    });
    this.#ended = ended;
    return ended.then(() => {
      clearTimeout(giveUp);
      this.#child = undefined;
      return how;
    });
  }

  #onDeath(how: string, lifeMs: number): void {
    const everReady = this.#url !== undefined;
    const death = { everReady, deaths: ++this.#deaths, previousDelayMs: this.#previousDelayMs, lifeMs };
    const delayMs = restartDelay(death);
    if (delayMs === undefined) {
      const lines = this.#lastLines.map((line) => `  ${line}`);
      this.#settleStart?.reject(
        new CliError([`${this.name} does not start (${how}). Its last lines:`, ...lines].join('\n')),
      );
      return;
    }
    this.#previousDelayMs = delayMs;
    this.#events.died(this, how, delayMs);
    this.#restartTimer = setTimeout(() => void this.#live(), delayMs);
  }
}

function isReady(message: unknown): message is { type: 'ready'; url: string } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'ready' &&
    'url' in message &&
    typeof message.url === 'string'
  );
}
