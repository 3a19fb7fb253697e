import { text } from 'node:stream/consumers';
import { openText, readNdjson } from '@ted/feed-simulator';

/** One line of a recording, or one element of a JSON file's list. */
export interface Recorded {
  /** How a person finds it. */
  where: string;
  value: unknown;
}

/** Reads a recording: NDJSON line by line, a `.json` file as a whole; either may be gzipped (`.gz`). */
export async function* readRecording(file: string): AsyncGenerator<Recorded> {
  if (/\.json(\.gz)?$/.test(file)) {
    const whole = parsed(await text(openText(file)));
    if (whole !== undefined) {
      const list: unknown[] = Array.isArray(whole) ? whole : [whole];
      yield* list.map((value, i) => ({ where: `element ${i + 1}`, value }));
      return;
    }
  }
  for await (const { number, value } of readNdjson(file)) yield { where: `line ${number}`, value };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
