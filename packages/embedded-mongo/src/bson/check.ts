import { MongoError } from '../errors.ts';
import { invalid, unknownType } from './invalid.ts';
import { MAX_NESTING } from './limits.ts';
import { checkRegexOptions } from './regex-options.ts';
import { FIXED_BYTES } from './walk.ts';

/**
 * Looks whether bytes are one BSON document of the types that this server has, without decoding it.
 * @throws MongoError as `decodeDocument` does
 */
export function checkDocument(raw: Buffer): void {
  if (raw.length < 5) throw invalid('the document ends too early');
  if (checkAt(raw, 0, raw.length, 1) !== raw.length) throw invalid('bytes after the end of the document');
}

/** @returns where the document ends that begins at `start`; it may not reach beyond `limit` */
function checkAt(raw: Buffer, start: number, limit: number, depth: number): number {
  if (depth > MAX_NESTING) throw new MongoError('Overflow', `nested deeper than ${MAX_NESTING} levels`);
  const end = start + lengthAt(raw, start, limit);
  if (end > limit || end < start + 5) throw invalid('a document is longer than what holds it');
  const last = end - 1;
  if (raw[last] !== 0) throw invalid('a document does not end where it says');
  let at = start + 4;
  while (at < last) {
    const type = raw[at]!;
    at = endOfName(raw, at + 1, last);
    at = endOfValue(raw, type, at, last, depth);
  }
  if (at !== last) throw invalid('a document does not end where it says');
  return end;
}

function endOfValue(raw: Buffer, type: number, at: number, limit: number, depth: number): number {
  const fixed = FIXED_BYTES[type]!;
  if (fixed >= 0) {
    if (at + fixed > limit) throw invalid('a value is longer than its document');
    if (type === 0x09) checkDate(raw, at);
    return at + fixed;
  }
  switch (type) {
    case 0x02: {
      const end = at + 4 + lengthAt(raw, at, limit);
      if (end > limit) throw invalid('a value is longer than its document');
      if (end === at + 4 || raw[end - 1] !== 0) throw invalid('a string without its end');
      return end;
    }
    case 0x03:
    case 0x04:
      return checkAt(raw, at, limit, depth + 1);
    case 0x05: {
      const end = at + 5 + lengthAt(raw, at, limit);
      if (end > limit) throw invalid('a value is longer than its document');
      return end;
    }
    case 0x0b: {
      const options = endOfName(raw, at, limit);
      const end = endOfName(raw, options, limit);
      checkRegexOptions(raw.toString('latin1', options, end - 1));
      return end;
    }
    default:
      throw unknownType(type);
  }
}

/** JavaScript's dates reach ±271,821 years; BSON's reach further and nothing here could compare those. */
function checkDate(raw: Buffer, at: number): void {
  const milliseconds = raw.readInt32LE(at + 4) * 2 ** 32 + raw.readUInt32LE(at);
  if (Math.abs(milliseconds) <= 8.64e15) return;
  throw new MongoError('BadValue', `the date ${raw.readBigInt64LE(at)} ms is out of range`);
}

function endOfName(raw: Buffer, from: number, limit: number): number {
  let at = from;
  while (at < limit && raw[at] !== 0) at++;
  if (at >= limit) throw invalid('a name without its end');
  return at + 1;
}

function lengthAt(raw: Buffer, at: number, limit: number): number {
  if (at + 4 > limit) throw invalid('the document ends too early');
  const length = raw[at]! | (raw[at + 1]! << 8) | (raw[at + 2]! << 16) | (raw[at + 3]! << 24);
  if (length < 0) throw invalid('a negative length');
  return length;
}
