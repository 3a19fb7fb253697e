import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { NotPossible, type Inject } from '../chaos.ts';
import { pause, untilCaughtUp } from '../wait.ts';
import { isWorker, processesOf, signal } from './processes.ts';

const BLOCK = Buffer.alloc(64 * 1024);
/** What the outbox could not write waits in memory and is tried again every second. */
const RETRY_MS = 2_500;
/** The outbox's file has free pages in it: a full disk matters only once they are used up. */
const LONGEST_WAIT_MS = 12_000;
const REFUSED = 'the outbox cannot be written';

/**
 * The outbox's disk is full. Meanwhile all workers stand still: what they store makes room in the outbox's file, and then
 * a full disk would not matter.
 */
export const diskFull: Inject = async (chaos, durationMs) => {
  const { outboxDisk, ted } = chaos;
  if (!outboxDisk) throw new NotPossible('no small file system can be mounted here');
  await untilCaughtUp(chaos);
  const workers = processesOf(chaos, isWorker);
  const filler = join(outboxDisk, 'filler');
  const linesBefore = ted.lines.length;
  const wasRefused = () => ted.lines.slice(linesBefore).some((line) => line.includes(REFUSED));
  const from = Date.now();
  try {
    for (const { pid } of workers) signal(pid, 'SIGSTOP');
    fill(filler);
    await pause(chaos, durationMs);
    while (!wasRefused() && Date.now() < from + durationMs + LONGEST_WAIT_MS) await pause(chaos, 100);
  } finally {
    rmSync(filler, { force: true });
    for (const { pid } of workers) signal(pid, 'SIGCONT');
  }
  const to = Date.now();
  await pause(chaos, RETRY_MS);
  await untilCaughtUp(chaos);
  if (!wasRefused()) throw new NotPossible('the outbox still had room in its file');
  return { from, to };
};

function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let size = BLOCK.length; size >= 512; size >>= 1) writeUntilFull(file, size);
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, size: number): void {
  try {
    for (;;) writeSync(file, BLOCK, 0, size);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
