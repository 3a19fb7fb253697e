import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MongoClient, type Db } from 'mongodb';
import type { RunningStack } from '../../packages/cli/src/running-stack.ts';
import { temporaryFolder } from './stores.ts';
import { eventually } from './wait.ts';

/** `./ted` names it; in a bundle this file lies elsewhere. */
export const ROOT = process.env.TED_ROOT ?? fileURLToPath(new URL('../..', import.meta.url));

export interface TedOptions {
  /** Folder with everything of the stack; a new one unless given. */
  data?: string;
  /** More arguments of `./ted up`. */
  args?: string[];
  /** Variables of the .env. */
  env?: Record<string, string>;
  /** Variables of the process. */
  processEnv?: Record<string, string>;
  /** Another checkout whose `./ted` is to run. */
  from?: string;
}

/** A stack that tests start brings its own Redis and MongoDB, whatever the caller's environment names. */
export const OWN_STORES = { REDIS_URL: '', MONGO_URL: '' };

/** A real TED: `./ted up` with its own data and all its processes, as a person would start it. */
export class Ted {
  readonly data: string;
  readonly lines: string[];
  readonly startedInMs: number;
  readonly #process: ChildProcess;
  #client: Promise<MongoClient> | undefined;

  private constructor(data: string, process: ChildProcess, lines: string[], startedInMs: number) {
    this.data = data;
    this.#process = process;
    this.lines = lines;
    this.startedInMs = startedInMs;
  }

  /** Starts it and waits for its line "TED is up". */
  static async up({
    data = temporaryFolder('stack'),
    args = [],
    env = {},
    processEnv = {},
    from = ROOT,
  }: TedOptions = {}): Promise<Ted> {
    mkdirSync(data, { recursive: true });
    const envFile = join(data, '.env');
    if (!existsSync(envFile))
      writeEnv(envFile, { PERSISTENCE_ENABLED: 'true', PERSISTENCE_INTERVAL_SECONDS: '1', ...env });
    const begin = Date.now();
    const child = spawn('./ted', ['up', '--data', data, '--port', '0', ...args], {
      cwd: from,
      env: { ...process.env, TED_ROOT: from, ...OWN_STORES, ...processEnv },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          if (line.startsWith('TED is up: ')) resolve();
        });
      }
      child.once('exit', (code) =>
        reject(new Error(`./ted up ended with ${code}:\n${lines.slice(-30).join('\n')}`)),
      );
    });
    return new Ted(data, child, lines, Date.now() - begin);
  }

  /** What runs, as `./ted` keeps it up to date. */
  get stack(): RunningStack {
    return JSON.parse(readFileSync(join(this.data, 'stack.json'), 'utf8')) as RunningStack;
  }

  /** Of all replicas of ingest. */
  get ingestUrls(): string[] {
    const { ingest_urls, ingest_url } = this.stack;
    return ingest_urls ?? [ingest_url];
  }

  get envFile(): string {
    return join(this.data, '.env');
  }

  get log(): string {
    return readFileSync(join(this.data, 'logs/backend.log'), 'utf8');
  }

  pidOf(name: string): number {
    const found = this.stack.processes.find((process) => process.name === name);
    if (!found) throw new Error(`no process ${name}`);
    return found.pid;
  }

  async get(path: string): Promise<{ status: number; body: any }> {
    const response = await fetch(new URL(path, this.stack.gateway_url));
    return { status: response.status, body: await response.json() };
  }

  async api(path: string): Promise<any> {
    const { status, body } = await this.get(path);
    if (status !== 200) throw new Error(`${path}: HTTP ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Its database, through a connection that ends with it. */
  async db(): Promise<Db> {
    this.#client ??= MongoClient.connect(this.stack.mongo_url);
    return (await this.#client).db('rugs_tracker');
  }

  /** Waits until everything that ingest (of several, each) has recorded so far is in MongoDB. Asks it itself: its count is exact. */
  async untilStored(timeoutMs?: number): Promise<void> {
    const ask = async (url: string) => {
      const response = await fetch(new URL('/health', url));
      const { outbox } = (await response.json()) as { outbox: { pending: number } };
      return outbox.pending;
    };
    await eventually(
      'everything stored',
      () => Promise.all(this.ingestUrls.map(ask)),
      (pending) => pending.every((records) => records === 0),
      timeoutMs,
    );
  }

  /** SIGTERM to `./ted` alone. Returns the exit code and the time it took. */
  async stop(): Promise<{ code: number | null; ms: number }> {
    if (this.#process.exitCode !== null) return { code: this.#process.exitCode, ms: 0 };
    const client = await this.#client?.catch(() => undefined);
    await client?.close();
    const begin = Date.now();
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const [code] = (await exited) as [number | null];
    return { code, ms: Date.now() - begin };
  }
}

export function writeEnv(file: string, variables: Record<string, string>): void {
  writeFileSync(
    file,
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}

/** Runs a command of `./ted` to its end. */
export async function ted(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('./ted', args, {
    cwd: ROOT,
    env: { ...process.env, ...OWN_STORES, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}
