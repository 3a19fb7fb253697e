import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Logger } from '@ted/platform';
import type { StreamedAnswer } from './streamed-answer.ts';

/** A client that has taken nothing for so long has gone, whatever its connection says. */
const STALLED_MS = 60_000;

/**
 * Sends a streamed answer at the pace of its reader. A source that fails before its first bytes throws; afterwards, when the reader stops or leaves, or the source fails, both ends are
 * closed: a reader sees an answer that is cut off, never one that looks whole and is not.
 */
export async function sendStream(
  response: Response,
  { contentType, fileName, body }: StreamedAnswer,
  logger: Logger,
): Promise<void> {
  // It may fail between two of the steps below; each of them sees it.
  body.on('error', () => undefined);
  await once(body, 'readable');
  response.setHeader('content-type', contentType);
  response.setHeader('content-disposition', `attachment; filename="${fileName}"`);
  response.setHeader('cache-control', 'no-store');
  response.setTimeout(STALLED_MS, () => response.destroy());
  try {
    await pipeline(body, response);
  } catch (error) {
    response.destroy();
    if (response.req.destroyed && (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE')
      return;
    logger.warn(`Export ${fileName} was cut off: ${(error as Error).message}`);
  }
}
