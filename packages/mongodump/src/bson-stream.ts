import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { DumpError } from './errors.ts';

/** MongoDB's own limit of 16 MB, and the 16 KB that the server may add to it. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024 + 16 * 1024;
const MIN_DOCUMENT_BYTES = 5;

/**
 * The documents of a `.bson` or `.bson.gz` file, undecoded. Holds one document and one chunk in memory.
 * @throws DumpError where the file is cut off or holds no BSON
 */
export async function* documentsIn(file: string, gzip: boolean): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { highWaterMark: 1 << 20 });
  const unzip = createGunzip();
  const bytes = gzip ? stream.pipe(unzip) : stream;
  stream.on('error', (error) => unzip.destroy(error)); // `pipe` does not pass it on
  try {
    yield* splitDocuments(bytes as AsyncIterable<Buffer>, file);
  } catch (error) {
    if (error instanceof DumpError) throw error;
    throw new DumpError(`${file} cannot be read: ${(error as Error).message}`);
  } finally {
    stream.destroy();
    unzip.destroy();
  }
}

async function* splitDocuments(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let wanted = 4;
  let offset = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes < wanted) continue;
    let rest = waiting.length === 1 ? chunk : Buffer.concat(waiting, waitingBytes);
    for (;;) {
      wanted = rest.length < 4 ? 4 : sizeAt(rest, file, offset);
      if (rest.length < wanted || rest.length < 4) break;
      if (rest[wanted - 1] !== 0) throw broken(file, offset, 'a document does not end where it says');
      yield rest.subarray(0, wanted);
      offset += wanted;
      rest = rest.subarray(wanted);
    }
    waiting = rest.length > 0 ? [rest] : [];
    waitingBytes = rest.length;
  }
  if (waitingBytes > 0) throw broken(file, offset, 'it ends in the middle of a document');
}

function sizeAt(bytes: Buffer, file: string, offset: number): number {
  const size = bytes.readInt32LE(0);
  if (size >= MIN_DOCUMENT_BYTES && size <= MAX_DOCUMENT_BYTES) return size;
  throw broken(file, offset, `a document cannot have ${size} bytes`);
}

const broken = (file: string, offset: number, why: string): DumpError =>
  new DumpError(`${file} is damaged at byte ${offset}: ${why}`);
