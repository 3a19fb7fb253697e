import { eventually } from '../../../support/wait.ts';
import type { Chaos } from '../chaos.ts';

export const isWorker = (name: string): boolean => name.startsWith('persistence-worker');

/** TED's processes that are ready (or were, and have not ended), by name. */
export function processesOf(
  { ted }: Chaos,
  isWanted: (name: string) => boolean,
): { name: string; pid: number }[] {
  return ted.stack.processes.filter(({ name }) => isWanted(name));
}

/** One of them; waits while all are between two lives. */
export async function oneOf(
  chaos: Chaos,
  isWanted: (name: string) => boolean,
): Promise<{ name: string; pid: number }> {
  const found = await eventually(
    'a process to befall',
    () => processesOf(chaos, isWanted),
    (list) => list.length > 0,
  );
  return chaos.random.oneOf(found);
}

/** Whether it was there to get the signal. */
export function signal(pid: number | undefined, name: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
