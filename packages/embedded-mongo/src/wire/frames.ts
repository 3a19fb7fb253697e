/** Of one message, in bytes, as MongoDB announces it in hello. */
export const MAX_MESSAGE_BYTES = 48_000_000;
/** Of one message before the client has logged in, where it has to. */
export const MAX_BYTES_BEFORE_LOGIN = 64 * 1024;
export const HEADER_BYTES = 16;

/** Bytes that are no message of the protocol; the connection ends. */
export class ProtocolError extends Error {}

export const OpCode = { reply: 1, query: 2004, message: 2013 } as const;

export interface Frame {
  requestId: number;
  opCode: number;
  /** What follows the header. */
  body: Buffer;
}

export interface FrameLimits {
  /** Of one message, now: a client that has not logged in is allowed less. */
  maxBytes(): number;
  /** Told after each piece how many bytes wait for the rest of their message. */
  onWaiting(bytes: number): void;
}

/** Cuts a stream of bytes into messages. @throws ProtocolError, and what `onWaiting` throws */
export async function* readFrames(bytes: AsyncIterable<Buffer>, limits: FrameLimits): AsyncGenerator<Frame> {
  let chunks: Buffer[] = [];
  let buffered = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    buffered += chunk.length;
    // Joined only when a whole message is there: a large one comes in many chunks.
    while (buffered >= HEADER_BYTES) {
      if (chunks[0]!.length < HEADER_BYTES) chunks = [Buffer.concat(chunks)];
      const length = chunks[0]!.readInt32LE(0);
      if (length < HEADER_BYTES || length > limits.maxBytes()) {
        throw new ProtocolError(`a message of ${length} bytes`);
      }
      if (buffered < length) break;
      limits.onWaiting(0);
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      yield {
        requestId: all.readInt32LE(4),
        opCode: all.readInt32LE(12),
        body: all.subarray(HEADER_BYTES, length),
      };
      chunks = [all.subarray(length)];
      buffered -= length;
    }
    limits.onWaiting(buffered);
  }
}

/** A message with its header. */
export function frame(opCode: number, requestId: number, responseTo: number, parts: Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const length = parts.reduce((sum, part) => sum + part.length, HEADER_BYTES);
  header.writeInt32LE(length, 0);
  header.writeInt32LE(requestId, 4);
  header.writeInt32LE(responseTo, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, ...parts], length);
}
