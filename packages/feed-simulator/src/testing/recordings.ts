import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.env.TED_SHARED_DATA!, 'recordings');

/** Recordings of the real feed; they are not part of the project, and tests skip where they are absent. */
export const recordings = {
  games: join(folder, 'games-2025-10.ndjson.gz'),
  consecutiveFrames: join(folder, 'raw-frames-2025-12-07.ndjson.gz'),
  namedFrames: join(folder, 'raw-frames-2026-02-06.ndjson.gz'),
};

/** `describe` where the recordings are there, `describe.skip` where not. */
export const describeRecorded: jest.Describe = existsSync(recordings.games) ? describe : describe.skip;
