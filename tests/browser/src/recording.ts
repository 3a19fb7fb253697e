import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../../support/stores.ts';

const TICKS = 4000;
const TICK_MS = 250;

/** A recording of one game that outlasts every test: a file for `--feed replay`. */
export function recording(): string {
  const file = join(temporaryFolder('recording'), 'game.ndjson.gz');
  const events = Array.from({ length: TICKS }, (_, tick) => [
    tick * TICK_MS,
    tick,
    1 + 0.5 * Math.sin(tick / 50) ** 2,
    1,
    0,
    0,
  ]);
  const game = { game_id: '20251029-0123456789abcdef', recorded_at: '2025-10-29T18:36:08.376110', events };
  writeFileSync(file, gzipSync(`${JSON.stringify(game)}\n`));
  return file;
}
