import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

export interface Line {
  /** From 1 on. */
  number: number;
  value: unknown;
}

/**
 * Streams the lines of an NDJSON file, gzipped if its name ends in .gz. A last line that was cut off, as a killed
 * recorder leaves it, is left out. Rejects with the number of a line before that is not JSON.
 */
export async function* readNdjson(file: string): AsyncGenerator<Line> {
  let number = 0;
  let broken: number | undefined;
  for await (const text of lines(openText(file))) {
    number += 1;
    if (text.trim() === '') continue;
    if (broken !== undefined) throw new Error(`line ${broken}: not JSON`);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      broken = number;
      continue;
    }
    yield { number, value };
  }
}

/** Streams the text of a file, gzipped if its name ends in .gz. */
export function openText(file: string): Readable {
  const bytes = createReadStream(file);
  if (!file.endsWith('.gz')) return bytes.setEncoding('utf8');
  // With SYNC_FLUSH a file that was cut off gives what is there instead of an error.
  const text = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }).setEncoding('utf8');
  bytes.on('error', (error) => text.destroy(error));
  text.on('close', () => bytes.destroy());
  return bytes.pipe(text);
}

async function* lines(text: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest) yield rest;
}
