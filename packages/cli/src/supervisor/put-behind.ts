import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** A tenth of the processor time of whoever wants it just as much and is not put behind. */
export const BEHIND_NICE = 10;
/** Linux takes one word of this kind each 100 ms from all who are not root. */
const AGAIN = { afterMs: 150, times: 10 };

/**
 * Lets a process that leads a session of its own have the processor as far as others leave it (ADR 56). Linux first shares it out among
 * sessions (autogroup), then by the nice value among the threads of one; where it does not, or on another system, the nice value of its
 * first thread, and of those that this starts from now on, is all that can be said. Never rejects: a process works without it, too.
 */
export async function putBehind(pid: number): Promise<void> {
  try {
    setPriority(pid, BEHIND_NICE);
  } catch {
    return; // It has ended meanwhile.
  }
  for (let tries = 0; tries < AGAIN.times; tries++) {
    const problem = await writeFile(`/proc/${pid}/autogroup`, String(BEHIND_NICE)).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (problem !== 'EAGAIN') return;
    await pause(AGAIN.afterMs, undefined, { ref: false });
  }
}
