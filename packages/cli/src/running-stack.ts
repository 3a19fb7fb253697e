import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isDataLocked } from './data-lock.ts';
import { CliError } from './errors.ts';
import type { StackPaths } from './paths.ts';
import { isAlive } from './process-alive.ts';

/** `stack.json`: what runs, for the other commands and for tests. */
export interface RunningStack {
  /** Of `./ted up`; a SIGTERM to it stops the stack. */
  pid: number;
  /** ISO 8601, UTC. */
  started_at: string;
  gateway_url: string;
  ingest_url: string;
  /** Where there are several replicas, all of them. */
  ingest_urls?: string[];
  redis_url: string;
  mongo_url: string;
  feed: 'simulated' | 'replay' | 'live';
  /** Without those that TED did not start. */
  processes: { name: string; pid: number; url: string }[];
}

/** The stack that runs with this data, or undefined. What a killed stack has left behind counts as none. */
export async function readRunningStack(paths: StackPaths): Promise<RunningStack | undefined> {
  let text: string;
  try {
    text = readFileSync(paths.stackFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const stack = JSON.parse(text) as RunningStack;
  return isAlive(stack.pid) && (await isDataLocked(paths.stateDir)) ? stack : undefined;
}

/** Like {@link readRunningStack}, for commands that are about a running stack. Throws CliError when none runs. */
export async function requireRunningStack(paths: StackPaths): Promise<RunningStack> {
  const stack = await readRunningStack(paths);
  if (stack) return stack;
  throw new CliError(`no TED runs with the data in ${paths.stateDir}; start it with: ./ted up`);
}

/** Replaces the file in one step; only its owner may read it, because URLs can hold passwords. */
export function writeRunningStack(stackFile: string, stack: RunningStack): void {
  const draft = `${stackFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(stack, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, stackFile);
}

export function removeRunningStack(stackFile: string): void {
  rmSync(stackFile, { force: true });
}
