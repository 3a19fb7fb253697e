import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import { encodeDocument } from './encode.ts';
import { decodeDocument, splitDocuments } from './decode.ts';
import { MAX_NESTING } from './limits.ts';
import type { Doc, Value } from './value.ts';

const bytes = (doc: object) => Buffer.from(serialize(doc));

describe('decoding BSON', () => {
  it('keeps every type and the place of every field, there and back', () => {
    const doc: Doc = new Map<string, Value>([
      ['_id', new ObjectId()],
      ['10', new Int32(1)],
      ['2', new Double(1)],
      ['long', 1n],
      ['__proto__', 'a field like any other'],
      [
        'nested',
        new Map<string, Value>([
          ['1', [null, true, new Map(), []]],
          ['0', new Double(-0)],
        ]),
      ],
      ['decimal', new Decimal128('1.10')],
      ['binary', new Binary(Buffer.from([1, 2]), 4)],
      ['date', new Date(-5)],
      ['regex', new BSONRegExp('^a', 'im')],
      ['timestamp', new Timestamp(2n ** 63n + 1n)],
      ['min', new MinKey()],
      ['max', new MaxKey()],
      ['text', 'é\0😀'],
    ]);
    const raw = encodeDocument(doc);
    const decoded = decodeDocument(raw);
    expect([...decoded.keys()]).toEqual([...doc.keys()]);
    expect(decoded).toEqual(doc);
    expect(encodeDocument(decoded).equals(raw)).toBe(true);
  });

  it('reads an int64 as a bigint', () => {
    expect(decodeDocument(bytes({ a: Long.fromString('9223372036854775807') })).get('a')).toBe(
      2n ** 63n - 1n,
    );
  });

  it('can skip fields of every type', () => {
    const raw = bytes({
      ...{ a: 1, b: 2.5, c: Long.ONE, d: 'x', e: { f: 1 }, g: [1], h: new ObjectId(), i: true, j: null },
      ...{ k: new Date(), l: /x/i, m: new Binary(Buffer.from('x')), n: new Decimal128('1'), o: new MinKey() },
      ...{ p: new MaxKey(), q: new Timestamp(1n), wanted: 'here' },
    });
    expect([...decodeDocument(raw, new Set(['wanted']))]).toEqual([['wanted', 'here']]);
  });

  it('refuses what is broken, at every byte', () => {
    const raw = bytes({ a: 'text', b: { c: [1, 2] }, d: new Binary(Buffer.alloc(3)) });
    for (let length = 0; length < raw.length; length++) {
      expect(() => decodeDocument(raw.subarray(0, length))).toThrow(/invalid BSON/);
    }
    expect(() => decodeDocument(Buffer.concat([raw, Buffer.alloc(1)]))).toThrow(/after the end/);
    const lying = Buffer.from(raw);
    lying.writeInt32LE(1000, lying.indexOf('a\0') + 2);
    expect(() => decodeDocument(lying)).toThrow(/invalid BSON/);
  });

  it('refuses documents nested too deeply', () => {
    const nested = (levels: number): Value => (levels === 0 ? null : new Map([['a', nested(levels - 1)]]));
    expect(() => decodeDocument(encodeDocument(nested(MAX_NESTING) as Doc))).not.toThrow();
    expect(() => decodeDocument(encodeDocument(nested(MAX_NESTING + 1) as Doc))).toThrow(/nested deeper/);
  });

  it('splits a sequence of documents and refuses a broken one', () => {
    const sequence = Buffer.concat([bytes({ a: 1 }), bytes({ b: 2 })]);
    expect(splitDocuments(sequence).map((raw) => [...decodeDocument(raw).keys()])).toEqual([['a'], ['b']]);
    expect(() => splitDocuments(sequence.subarray(0, sequence.length - 1))).toThrow(/impossible length/);
  });
});
