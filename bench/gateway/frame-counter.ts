const TEXT = 1;
const PING = 9;

/** Counts the messages in a server's WebSocket stream, hands out their text where it is wanted, and sees pings. */
export class FrameCounter {
  readonly #onText: ((text: string) => void) | undefined;
  readonly #onPing: (payload: Buffer) => void;
  #rest: Buffer = Buffer.alloc(0);
  #skip = 0;

  constructor(onPing: (payload: Buffer) => void, onText?: (text: string) => void) {
    this.#onPing = onPing;
    this.#onText = onText;
  }

  /** Takes the next bytes; returns how many messages have begun in them. */
  take(bytes: Buffer): number {
    let messages = 0;
    let buffer = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    for (;;) {
      const skipped = Math.min(this.#skip, buffer.length);
      this.#skip -= skipped;
      buffer = buffer.subarray(skipped);
      const header = headerOf(buffer);
      if (!header) break;
      const end = header.bytes + header.payload;
      const isText = header.opcode === TEXT;
      // Most messages are only counted, and need not be whole for that.
      if (buffer.length < end && (!isText || this.#onText)) break;
      if (isText) messages++;
      if (header.opcode === PING) this.#onPing(buffer.subarray(header.bytes, end));
      if (isText) this.#onText?.(buffer.toString('utf8', header.bytes, end));
      this.#skip = end;
    }
    this.#rest = Buffer.from(buffer);
    return messages;
  }
}

/** A client's answer to a ping. Clients mask what they send; by zeros it stays as it is. */
export function pongFrame(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x8a, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** RFC 6455, 5.2: servers do not mask. Undefined while it is not whole. */
function headerOf(buffer: Buffer): { opcode: number; bytes: number; payload: number } | undefined {
  if (buffer.length < 2) return undefined;
  const opcode = buffer[0]! & 0x0f;
  const short = buffer[1]! & 0x7f;
  if (short < 126) return { opcode, bytes: 2, payload: short };
  if (short === 126)
    return buffer.length < 4 ? undefined : { opcode, bytes: 4, payload: buffer.readUInt16BE(2) };
  if (buffer.length < 10) return undefined;
  return { opcode, bytes: 10, payload: Number(buffer.readBigUInt64BE(2)) };
}
