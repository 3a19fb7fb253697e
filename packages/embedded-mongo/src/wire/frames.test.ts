import { encodeDocument } from '../bson/encode.ts';
import { frame, MAX_MESSAGE_BYTES, OpCode, ProtocolError, readFrames, type Frame } from './frames.ts';
import { messageParts, readMessage } from './message.ts';

async function read(bytes: Buffer, chunkSize: number): Promise<Frame[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkSize)
      yield await Promise.resolve(bytes.subarray(at, at + chunkSize));
  }
  const frames: Frame[] = [];
  for await (const one of readFrames(chunks(), {
    maxBytes: () => MAX_MESSAGE_BYTES,
    onWaiting: () => undefined,
  }))
    frames.push(one);
  return frames;
}

describe('messages', () => {
  const bodies = [{ ping: 1 }, { hello: 1, text: 'x'.repeat(100) }, { a: null }].map((doc) =>
    encodeDocument(doc),
  );
  const stream = Buffer.concat(bodies.map((body, i) => frame(OpCode.message, i + 1, 0, messageParts(body))));

  it('are found whatever the pieces in which they arrive', async () => {
    for (const size of [1, 3, 16, 17, 50, stream.length]) {
      const frames = await read(stream, size);
      expect(frames.map(({ requestId }) => requestId)).toEqual([1, 2, 3]);
      expect(frames.map(({ body }) => readMessage(body).command)).toEqual(bodies);
    }
  });

  it('of impossible length end the reading', async () => {
    for (const length of [0, 15, -1, MAX_MESSAGE_BYTES + 1]) {
      const bytes = Buffer.from(stream);
      bytes.writeInt32LE(length, 0);
      await expect(read(bytes, 100)).rejects.toThrow(ProtocolError);
    }
  });

  it('may bring documents beside the command, and a checksum', () => {
    const documents = [{ a: 1 }, { b: 2 }].map((doc) => encodeDocument(doc));
    const name = Buffer.from('documents\0');
    const size = Buffer.alloc(4);
    size.writeInt32LE(4 + name.length + Buffer.concat(documents).length);
    const flags = Buffer.from([1, 0, 0, 0]);
    const command = Buffer.concat([Buffer.from([0]), bodies[0]!]);
    const sequence = Buffer.concat([Buffer.from([1]), size, name, ...documents]);
    const message = readMessage(Buffer.concat([flags, sequence, command, Buffer.alloc(4, 0xff)]));
    expect(message.command).toEqual(bodies[0]);
    expect(message.sequences.get('documents')).toEqual(documents);
    expect(message.noReply).toBe(false);
  });

  it('with flags, kinds or lengths that are unknown are refused', () => {
    const command = Buffer.concat([Buffer.from([0]), bodies[0]!]);
    const flags = (bits: number) => Buffer.from([bits, 0, 0, 0]);
    for (const body of [
      Buffer.concat([flags(4), command]),
      Buffer.concat([flags(0), Buffer.from([2]), bodies[0]!]),
      Buffer.concat([flags(0), command, command]),
      Buffer.concat([flags(0), command.subarray(0, 8)]),
      flags(0),
    ]) {
      expect(() => readMessage(body)).toThrow(ProtocolError);
    }
    expect(readMessage(Buffer.concat([flags(2), command])).noReply).toBe(true);
  });
});
