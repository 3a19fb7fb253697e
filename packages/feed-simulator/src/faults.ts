import type { Frame } from './feed-source.ts';
import type { Randomness } from './randomness.ts';

/** Probabilities, per tick update, of what the real feed does now and then. */
export interface Faults {
  /** The update is sent twice. */
  duplicate: number;
  /** The update is sent after the one that follows it. */
  reorder: number;
  /** The update is not sent at all. */
  skip: number;
}

/**
 * Lets a run of tick updates go wrong; other events pass as they are. The time of a frame that is not sent is not
 * lost: it is given to the next one, and the rest returned for what comes after the run.
 */
export function* withFaults(
  frames: Iterable<Frame>,
  faults: Faults,
  random: Randomness,
): Generator<Frame, number> {
  let owed = 0;
  let late: Frame | undefined;
  for (const { delayMs, ...frame } of frames) {
    owed += delayMs;
    const isTick = frame.event === 'gameStateUpdate';
    if (isTick && random.chance(faults.skip)) continue;
    if (isTick && !late && random.chance(faults.reorder)) {
      late = { ...frame, delayMs: 0 };
      continue;
    }
    yield { ...frame, delayMs: owed };
    owed = 0;
    if (!isTick) continue;
    if (random.chance(faults.duplicate)) yield { ...frame, delayMs: 0 };
    if (late) yield late;
    late = undefined;
  }
  if (late) yield late;
  return owed;
}
