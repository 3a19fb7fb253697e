import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { StreamedAnswer } from './streamed-answer.ts';

/** A client that has taken nothing for so long has gone, whatever its connection says. */
const STALLED_MS = 60_000;

/**
 * Sends a streamed answer at the pace of its reader. When the reader stops or leaves, or the source fails, both ends are
 * closed: a reader sees an answer that is cut off, never one that looks whole and is not.
 */
export async function sendStream(
  response: Response,
  { contentType, fileName, body }: StreamedAnswer,
): Promise<void> {
  response.setHeader('content-type', contentType);
  response.setHeader('content-disposition', `attachment; filename="${fileName}"`);
  response.setHeader('cache-control', 'no-store');
  response.setTimeout(STALLED_MS, () => response.destroy());
  try {
    await pipeline(body, response);
  } catch {
    response.destroy();
  }
}
