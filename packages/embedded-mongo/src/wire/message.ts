import { splitDocuments } from '../bson/decode.ts';
import { ProtocolError } from './frames.ts';

/** A request: the command, and documents beside it by the name of the field that they belong to. */
export interface Message {
  command: Buffer;
  sequences: Map<string, Buffer[]>;
  /** The client does not want an answer (write concern 0). */
  noReply: boolean;
}

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Bits that a server has to know or refuse. */
const REQUIRED_BITS = 0xffff;

/** Reads the body of an OP_MSG. @throws ProtocolError, MongoError InvalidBSON */
export function readMessage(body: Buffer): Message {
  if (body.length < 5) throw new ProtocolError('a message without content');
  const flags = body.readUInt32LE(0);
  if (flags & REQUIRED_BITS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) throw new ProtocolError(`flags ${flags}`);
  // TCP has checked the bytes already.
  const end = body.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let command: Buffer | undefined;
  const sequences = new Map<string, Buffer[]>();
  for (let at = 4; at < end;) {
    const kind = body[at]!;
    const size = at + 5 <= end ? body.readInt32LE(at + 1) : 0;
    if (size < 5 || at + 1 + size > end) throw new ProtocolError('a section of impossible length');
    const section = body.subarray(at + 1, at + 1 + size);
    if (kind === 0 && !command) command = section;
    else if (kind === 1) addSequence(sequences, section);
    else throw new ProtocolError(`a section of kind ${kind}`);
    at += 1 + size;
  }
  if (!command) throw new ProtocolError('a message without a command');
  return { command, sequences, noReply: (flags & MORE_TO_COME) !== 0 };
}

function addSequence(sequences: Map<string, Buffer[]>, section: Buffer): void {
  const end = section.indexOf(0, 4);
  if (end < 0) throw new ProtocolError('a sequence without a name');
  const name = section.toString('utf8', 4, end);
  if (sequences.has(name)) throw new ProtocolError(`two sequences ${name}`);
  sequences.set(name, splitDocuments(section.subarray(end + 1)));
}

/** The parts of an OP_MSG that answers with one document. */
export function messageParts(document: Buffer): Buffer[] {
  return [Buffer.alloc(5), document]; // no flags; kind 0
}

/**
 * Reads the body of an OP_QUERY, by which drivers greet a server that they do not know yet. Undefined if it is anything
 * but a command to a database. @throws ProtocolError
 */
export function readQuery(body: Buffer): { database: string; command: Buffer } | undefined {
  const end = body.indexOf(0, 4);
  const at = end + 1 + 8;
  if (end < 0 || at + 4 > body.length) throw new ProtocolError('a query that ends too early');
  const namespace = body.toString('utf8', 4, end);
  const size = body.readInt32LE(at);
  if (size < 5 || at + size > body.length) throw new ProtocolError('a query of impossible length');
  if (!namespace.endsWith('.$cmd')) return undefined;
  return { database: namespace.slice(0, -'.$cmd'.length), command: body.subarray(at, at + size) };
}

/** The parts of the OP_REPLY that answers an OP_QUERY. */
export function replyParts(document: Buffer): Buffer[] {
  const head = Buffer.alloc(20); // flags, cursor id, start
  head.writeInt32LE(8, 0); // await capable, as all servers say
  head.writeInt32LE(1, 16); // one document
  return [head, document];
}
