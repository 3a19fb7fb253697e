import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OWN_STORES } from '../../support/ted.ts';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const bundle = join(root, 'packages/cli/dist/main.js');

/** What `stack.json` holds; see packages/cli. */
export interface StackFile {
  pid: number;
  gateway_url: string;
  redis_url: string;
  processes: { name: string; pid: number; url: string }[];
}

/** One `ted` command as a real process, with its output as it comes. */
export class Ted {
  readonly child: ChildProcess;
  readonly output: string[] = [];
  readonly #lines = new EventEmitter();

  constructor(args: string[], env: Record<string, string> = {}) {
    if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run the tests with ./ted test`);
    this.child = spawn(process.execPath, [bundle, ...args], {
      env: { ...process.env, ...OWN_STORES, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.output.push(line);
        this.#lines.emit('line');
      });
    }
    this.child.once('close', () => this.#lines.emit('line'));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves with the first line that matches, past or coming. Rejects if the process ends without it. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.output.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`ted ended without a line like ${String(pattern)}:\n${this.output.join('\n')}`);
      }
      await once(this.#lines, 'line');
    }
  }

  /** Resolves with the exit code once it has ended and all its output is here. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }
}

/** A data folder with the stack that uses it. */
export class TestStack {
  readonly data = mkdtempSync(join(tmpdir(), 'ted-e2e-'));
  readonly ted: Ted;

  constructor(args: string[] = [], env: Record<string, string> = {}) {
    this.ted = new Ted(['up', '--port', '0', '--data', this.data, ...args], env);
  }

  /** Resolves when everything is up. */
  async up(): Promise<this> {
    await this.ted.line(/^TED is up: /);
    return this;
  }

  get file(): StackFile {
    return JSON.parse(readFileSync(join(this.data, 'stack.json'), 'utf8')) as StackFile;
  }

  get log(): string {
    return readFileSync(join(this.data, 'logs', 'backend.log'), 'utf8');
  }

  process(name: string): StackFile['processes'][number] {
    const found = this.file.processes.find((entry) => entry.name === name);
    if (!found) throw new Error(`no process ${name} in ${JSON.stringify(this.file.processes)}`);
    return found;
  }

  /** Stops what still runs and removes the folder. */
  async remove(): Promise<void> {
    this.ted.child.kill('SIGTERM');
    await this.ted.ended();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** Whether a process lives; one that has ended and was not yet waited for (a zombie) does not. */
export function lives(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^\d+ \(.*\) [ZX]/s.test(stat);
  } catch {
    return false;
  }
}

/** Waits until none of these processes, which are not our children, lives. Rejects after the time. */
export async function untilGone(pids: number[], withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (pids.some(lives)) {
    if (Date.now() > deadline) throw new Error(`still alive: ${pids.filter(lives).join(', ')}`);
    await sleep(20);
  }
}
