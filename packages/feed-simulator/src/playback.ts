import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { FeedSource, Frame } from './feed-source.ts';

/** Longest stretch of sending without a look at the sockets, in milliseconds. */
const turnLimitMs = 5;

/**
 * Hands every frame of the source to `send` at its time, until the source ends or the signal aborts.
 *
 * Times are absolute, counted from the start: a timer that fires late is made up for by sending several frames in
 * one turn, so the timeline never drifts. `readers` holds frames back while a client is too far behind.
 */
export async function play(
  source: FeedSource,
  send: (frame: Frame) => void,
  readers: { ready(): Promise<void> | undefined },
  signal: AbortSignal,
): Promise<void> {
  let due = performance.now();
  let turnStart = due;
  for await (const frame of source.frames()) {
    due += frame.delayMs / source.speed;
    const wait = due - performance.now();
    if (wait > 0) {
      await delay(wait, undefined, { signal });
      turnStart = performance.now();
    } else if (performance.now() - turnStart > turnLimitMs) {
      await nextTurn();
      turnStart = performance.now();
    }
    await readers.ready();
    if (signal.aborted) return;
    send(frame);
  }
}
