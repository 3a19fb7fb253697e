import { serialize } from 'bson';

/**
 * The answer to find, aggregate and getMore, with the stored documents put in as they are:
 * `{cursor: {<batch>: […], id, ns}, ok: 1}`.
 */
export function cursorReply(
  batch: 'firstBatch' | 'nextBatch',
  documents: readonly Buffer[],
  id: bigint,
  namespace: string,
): Buffer {
  const rest = fieldsOf(serialize({ id, ns: namespace }));
  const cursor = document([element(0x04, batch, array(documents)), rest]);
  return document([element(0x03, 'cursor', cursor), fieldsOf(serialize({ ok: 1 }))]);
}

function array(documents: readonly Buffer[]): Buffer {
  return document(documents.map((raw, i) => element(0x03, String(i), raw)));
}

function element(type: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
}

function document(parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 4 + 1);
  const size = Buffer.alloc(4);
  size.writeInt32LE(length);
  return Buffer.concat([size, ...parts, Buffer.alloc(1)], length);
}

/** The elements of a document, without its length and its end. */
const fieldsOf = (bytes: Uint8Array): Uint8Array => bytes.subarray(4, bytes.length - 1);
