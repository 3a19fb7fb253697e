import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SocketLock } from './socket-lock.ts';

/** One stack at a time uses a data folder. */
export interface DataLock {
  release(): void;
}

const lockName = (stateDir: string): string => `stack ${realpathSync(stateDir)}`;
const holderFile = (stateDir: string): string => join(stateDir, 'ted.pid');

/**
 * Creates the data folder where it is missing and reserves it for this process until `release` or its end.
 * @returns undefined if another process has it
 */
export async function lockData(stateDir: string): Promise<DataLock | undefined> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = await SocketLock.acquire(lockName(stateDir));
  if (!lock) return undefined;
  writeFileSync(holderFile(stateDir), `${process.pid}\n`);
  return {
    release: () => {
      rmSync(holderFile(stateDir), { force: true });
      lock.release();
    },
  };
}

/** Whether a stack runs with this data. The file with its pid alone would not say: pids are used again. */
export async function isDataLocked(stateDir: string): Promise<boolean> {
  return SocketLock.isHeld(lockName(stateDir));
}

/** The pid of the process that has reserved the folder, for messages. */
export function dataHolder(stateDir: string): string {
  try {
    return readFileSync(holderFile(stateDir), 'utf8').trim();
  } catch {
    return 'unknown'; // it has the lock and has not written its pid yet
  }
}
