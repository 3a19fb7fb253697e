import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { io } from 'socket.io-client';
import { anonymous } from './anonymous.ts';

export interface RecordingProgress {
  frames: number;
  games: number;
  connected: boolean;
}

export interface RecordFeedOptions {
  /** The feed, with its query if it has one. */
  url: string;
  /** File to create; gzipped if its name ends in .gz. */
  out: string;
  /** Ends the recording. */
  signal: AbortSignal;
  /** Called once a second. */
  onProgress?: (progress: RecordingProgress) => void;
}

/** A kill loses at most what came in this long. */
const flushMs = 1000;

/**
 * Records a feed as an ordinary listener: sends and acknowledges nothing, reconnects by itself. Writes one line of
 * NDJSON per event, `{"timestamp_ms", "event", "data"}`, without player names and ids; `replay` reads it.
 * Resolves when the signal aborts; rejects if the file exists or cannot be written.
 */
export async function recordFeed(options: RecordFeedOptions): Promise<RecordingProgress> {
  const { url, out, signal, onProgress } = options;
  const sink = openSink(await createFile(out), out.endsWith('.gz'));
  const games = new Set<unknown>();
  let frames = 0;

  const socket = io(url, { transports: ['websocket', 'polling'], tryAllTransports: true, forceNew: true });
  const progress = () => ({ frames, games: games.size, connected: socket.connected });
  socket.onAny((event: string, ...args: unknown[]) => {
    // A request for an acknowledgement comes as a function after the arguments; it stays unanswered.
    const payload = args.filter((arg) => typeof arg !== 'function');
    const data = anonymous(event, payload.length > 1 ? payload : (payload[0] ?? null));
    sink.write(`${JSON.stringify({ timestamp_ms: Date.now(), event, data })}\n`);
    frames += 1;
    if (event === 'gameStateUpdate') games.add((data as { gameId?: unknown } | null)?.gameId);
  });
  const timer = setInterval(() => {
    sink.flush();
    onProgress?.(progress());
  }, flushMs);

  try {
    await Promise.race([sink.written, signal.aborted || once(signal, 'abort')]);
    const summary = progress();
    socket.disconnect();
    sink.end();
    await sink.written;
    return summary;
  } finally {
    clearInterval(timer);
    socket.disconnect();
  }
}

async function createFile(path: string): Promise<FileHandle> {
  return open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST')
      throw new Error(`${path} exists already: a recording never overwrites a file`);
    throw new Error(`cannot record: ${error.message}`, { cause: error });
  });
}

interface Sink {
  write(line: string): void;
  flush(): void;
  end(): void;
  /** Resolves when everything is in the file, rejects when it cannot be written. */
  written: Promise<void>;
}

function openSink(handle: FileHandle, compressed: boolean): Sink {
  const file: Writable = handle.createWriteStream();
  const written = finished(file);
  if (!compressed)
    return { write: (line) => file.write(line), flush: () => {}, end: () => file.end(), written };
  const gzip = createGzip();
  gzip.pipe(file);
  return {
    write: (line) => gzip.write(line),
    flush: () => gzip.flush(constants.Z_SYNC_FLUSH),
    end: () => gzip.end(),
    written,
  };
}
