import type { FeedSource, Frame } from './feed-source.ts';
import { readNdjson } from './ndjson.ts';
import type { RecordedFrame } from './recorded-shapes.ts';
import { recordedFrames } from './recorded-shapes.ts';

/** What a replay has sent. */
export interface ReplaySummary {
  games: number;
  frames: number;
}

export interface ReplayOptions {
  /** Above 0; Infinity is as fast as the clients read. Default: 1. */
  speed?: number;
  /** Called once the last frame is sent; the server stays, and so do its clients. */
  onFinished?: (summary: ReplaySummary) => void;
}

/** A pause between two lines of a recording that is longer than this … */
const longestPauseMs = 20_000;
/** … is taken for a gap of the recorder and shortened to this. */
const shortenedPauseMs = 1_000;

/**
 * Replays a recording (NDJSON, .gz or plain) in the order and with the timing of its lines. Knows whole games a
 * line and events as received; streams the file and never holds more than a line of it.
 * The server that plays it rejects on a file that is missing or of an unknown shape; RangeError for a bad speed.
 */
export function replay(file: string, options: ReplayOptions = {}): FeedSource {
  const { speed = 1, onFinished } = options;
  if (!(speed > 0)) throw new RangeError(`speed must be above 0, got ${speed}`);
  return {
    speed,
    prepare: async () => {
      for await (const _ of recordedLines(file)) return;
      throw new Error(`cannot replay ${file}: it is empty`);
    },
    frames: async function* () {
      const games = new Set<unknown>();
      let count = 0;
      for await (const frame of pacedFrames(file)) {
        yield frame;
        count += 1;
        if (frame.event === 'gameStateUpdate') games.add((frame.data as { gameId?: unknown } | null)?.gameId);
      }
      onFinished?.({ games: games.size, frames: count });
    },
  };
}

async function* pacedFrames(file: string): AsyncGenerator<Frame> {
  let clockMs: number | undefined;
  for await (const line of recordedLines(file)) {
    let pauseLimitMs = longestPauseMs;
    for (const { timeMs, event, data } of line) {
      // Clocks of recorders have gone back now and then: what was recorded later is sent later all the same.
      const pauseMs = Math.max(0, timeMs - (clockMs ?? timeMs));
      clockMs = timeMs;
      yield { delayMs: pauseMs > pauseLimitMs ? shortenedPauseMs : pauseMs, event, data };
      // Within a line a long pause is one of the game.
      pauseLimitMs = Infinity;
    }
  }
}

async function* recordedLines(file: string): AsyncGenerator<RecordedFrame[]> {
  try {
    for await (const { number, value } of readNdjson(file)) {
      const frames = recordedFrames(value);
      if (!frames) throw new Error(`line ${number}: neither a recorded game nor a recorded event`);
      yield frames;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`cannot replay ${file}: ${code === 'ENOENT' ? 'no such file' : message}`, {
      cause: error,
    });
  }
}
