import { Binary, BSONRegExp, Decimal128, Double, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { MongoError } from '../errors.ts';
import { invalid, unknownType } from './invalid.ts';
import { MAX_NESTING } from './limits.ts';
import { nameAt } from './names.ts';
import { checkRegexOptions } from './regex-options.ts';
import type { Doc, Value } from './value.ts';

/** A set of names, or a map from them. */
interface Names {
  has(name: string): boolean;
}

/**
 * Decodes a BSON document. Unlike the bson library it keeps every value's type and every field's place.
 * @param only decodes these top-level fields and skips the rest
 * @throws MongoError InvalidBSON, Overflow (nested too deeply), NotImplemented (deprecated types)
 */
export function decodeDocument(raw: Buffer, only?: Names): Doc {
  const reader = new Reader(raw);
  try {
    const doc = reader.document(1, only);
    if (reader.at !== raw.length) throw invalid('bytes after the end of the document');
    return doc;
  } catch (error) {
    if (isOutOfBounds(error)) throw invalid('the document ends too early');
    throw error;
  }
}

/** The documents that lie one behind the other in `raw`, undecoded. */
export function splitDocuments(raw: Buffer): Buffer[] {
  const documents: Buffer[] = [];
  for (let at = 0; at < raw.length;) {
    const size = at + 4 <= raw.length ? raw.readInt32LE(at) : 0;
    if (size < 5 || at + size > raw.length) throw invalid('a document has an impossible length');
    documents.push(raw.subarray(at, at + size));
    at += size;
  }
  return documents;
}

/** What Buffer's own reads throw behind the end. */
function isOutOfBounds(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_OUT_OF_RANGE' || code === 'ERR_BUFFER_OUT_OF_BOUNDS';
}

class Reader {
  at = 0;
  readonly #raw: Buffer;

  constructor(raw: Buffer) {
    this.#raw = raw;
  }

  document(depth: number, only?: Names): Doc {
    const end = this.#enter(depth);
    const doc: Doc = new Map();
    for (let type = this.#byte(); type !== 0; type = this.#byte()) {
      const name = this.#cstring();
      if (only && !only.has(name)) this.#skip(type);
      // Of a name that occurs twice MongoDB's queries see the first.
      else if (doc.has(name)) this.#value(type, depth);
      else doc.set(name, this.#value(type, depth));
    }
    if (this.at !== end) throw invalid('a document does not end where it says');
    return doc;
  }

  #array(depth: number): Value[] {
    const end = this.#enter(depth);
    const values: Value[] = [];
    for (let type = this.#byte(); type !== 0; type = this.#byte()) {
      this.at = this.#endOfCstring() + 1;
      values.push(this.#value(type, depth));
    }
    if (this.at !== end) throw invalid('an array does not end where it says');
    return values;
  }

  #enter(depth: number): number {
    if (depth > MAX_NESTING) throw new MongoError('Overflow', `nested deeper than ${MAX_NESTING} levels`);
    const end = this.at + this.#length();
    if (end > this.#raw.length) throw invalid('a document is longer than what holds it');
    return end;
  }

  #value(type: number, depth: number): Value {
    const raw = this.#raw;
    const at = this.at;
    switch (type) {
      case 0x01:
        this.at += 8;
        return new Double(raw.readDoubleLE(at));
      case 0x02:
        return this.#string();
      case 0x03:
        return this.document(depth + 1);
      case 0x04:
        return this.#array(depth + 1);
      case 0x05: {
        const length = this.#length();
        const subtype = this.#byte();
        return new Binary(Buffer.from(this.#bytes(length)), subtype);
      }
      case 0x07:
        return new ObjectId(Buffer.from(this.#bytes(12)));
      case 0x08:
        return this.#byte() !== 0;
      case 0x09:
        this.at += 8;
        return toDate(raw.readBigInt64LE(at));
      case 0x0a:
        return null;
      case 0x0b: {
        const pattern = this.#cstring();
        const options = this.#cstring();
        checkRegexOptions(options);
        return new BSONRegExp(pattern, options);
      }
      case 0x10:
        this.at += 4;
        return new Int32(raw.readInt32LE(at));
      case 0x11:
        this.at += 8;
        return new Timestamp(raw.readBigUInt64LE(at));
      case 0x12:
        this.at += 8;
        return raw.readBigInt64LE(at);
      case 0x13:
        return new Decimal128(Buffer.from(this.#bytes(16)));
      case 0x7f:
        return new MaxKey();
      case 0xff:
        return new MinKey();
      default:
        throw unknownType(type);
    }
  }

  #skip(type: number): void {
    switch (type) {
      case 0x0a:
      case 0x7f:
      case 0xff:
        return;
      case 0x08:
        this.#bytes(1);
        return;
      case 0x10:
        this.#bytes(4);
        return;
      case 0x01:
      case 0x09:
      case 0x11:
      case 0x12:
        this.#bytes(8);
        return;
      case 0x07:
        this.#bytes(12);
        return;
      case 0x13:
        this.#bytes(16);
        return;
      case 0x02:
        this.#bytes(this.#length());
        return;
      case 0x05:
        this.#bytes(this.#length() + 1);
        return;
      case 0x03:
      case 0x04:
        this.#bytes(this.#length() - 4);
        return;
      case 0x0b:
        this.#cstring();
        this.#cstring();
        return;
      default:
        throw unknownType(type);
    }
  }

  #byte(): number {
    return this.#raw.readUInt8(this.at++);
  }

  #length(): number {
    const length = this.#raw.readInt32LE(this.at);
    this.at += 4;
    if (length < 0) throw invalid('a negative length');
    return length;
  }

  #bytes(length: number): Buffer {
    const start = this.at;
    this.at += length;
    if (length < 0 || this.at > this.#raw.length) throw invalid('a value is longer than its document');
    return this.#raw.subarray(start, this.at);
  }

  #string(): string {
    const bytes = this.#bytes(this.#length());
    if (bytes.length === 0 || bytes[bytes.length - 1] !== 0) throw invalid('a string without its end');
    return bytes.toString('utf8', 0, bytes.length - 1);
  }

  #endOfCstring(): number {
    const raw = this.#raw;
    let end = this.at;
    while (end < raw.length && raw[end] !== 0) end++; // names are short: faster than indexOf
    if (end >= raw.length) throw invalid('a name without its end');
    return end;
  }

  #cstring(): string {
    const end = this.#endOfCstring();
    const text = nameAt(this.#raw, this.at, end);
    this.at = end + 1;
    return text;
  }
}

/** JavaScript's dates reach ±271,821 years; BSON's reach further and nothing here could compare those. */
function toDate(milliseconds: bigint): Date {
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime()))
    throw new MongoError('BadValue', `the date ${milliseconds} ms is out of range`);
  return date;
}
