import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `./ted mongo serve` says that it serves a data folder. It counts only while that folder is locked. */
const fileIn = (stateDir: string): string => join(stateDir, 'mongo.url');

export function writeServed(stateDir: string, url: string): void {
  writeFileSync(fileIn(stateDir), `${url}\n`, { mode: 0o600 });
}

export function removeServed(stateDir: string): void {
  rmSync(fileIn(stateDir), { force: true });
}

/** The URL, or undefined. */
export function readServed(stateDir: string): string | undefined {
  try {
    return readFileSync(fileIn(stateDir), 'utf8').trim();
  } catch {
    return undefined;
  }
}
