import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Process } from './processes.ts';

/** Bytes in use in this process once everything that nobody holds has gone. */
export function heldMemory(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Flags for a program of ours with which it answers {@link heldMemoryOf}, beside what it does by itself. */
export const TELLS_HELD_MEMORY: readonly string[] = [
  '--expose-gc',
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    process.on('message', (word) => {
      if (word !== 'held memory') return;
      gc();
      gc();
      const { heapUsed, external } = process.memoryUsage();
      process.send({ held: heapUsed + external });
    });`)}`,
];

/** Bytes in use in another process once everything that nobody holds has gone; it was started with {@link TELLS_HELD_MEMORY}. */
export async function heldMemoryOf(process: Process): Promise<number> {
  return (await process.ask<{ held: number }>('held memory')).held;
}
