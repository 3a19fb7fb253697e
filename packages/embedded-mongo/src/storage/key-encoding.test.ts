import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import { compareValues } from '../bson/compare.ts';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { newIndex, type KeyPattern } from './collection.ts';
import { indexKeys } from './index-keys.ts';
import { encodeKey, invert, successor } from './key-encoding.ts';
import { RawKeys } from './raw-keys.ts';

/** Numbers where types meet: around int32, 2^53 and int64, and what doubles have beside numbers. */
const EDGES = [0, 1, 2 ** 31, 2 ** 53, 2 ** 62, 2 ** 63 - 1024];
const number: fc.Arbitrary<Value> = fc.oneof(
  fc.integer().map((n) => new Int32(n)),
  fc.double().map((n) => new Double(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc
    .tuple(fc.constantFrom(...EDGES), fc.integer({ min: -3, max: 3 }), fc.boolean())
    .map(([edge, offset, negative]) => (negative ? -1n : 1n) * (BigInt(edge) + BigInt(offset))),
  fc.constantFrom(...EDGES.flatMap((edge) => [new Double(edge), new Double(-edge)])),
  fc
    .constantFrom(...['0', '0.5', '-3', '9007199254740993', '1E+20'].map((text) => new Decimal128(text)))
    // Only a Decimal128 that a double equals has a key.
    .filter((decimal) => decimal.toString() !== '9007199254740993'),
);

const scalar: fc.Arbitrary<Value> = fc.oneof(
  number,
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('', '\0', 'a\0', 'a', '\uffff', '😀', 'ab'),
  fc.constantFrom<Value>(null, true, false, new MinKey(), new MaxKey()),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc
    .tuple(fc.uint8Array({ maxLength: 4 }), fc.constantFrom(0, 4))
    .map(([bytes, subtype]) => new Binary(bytes, subtype)),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => new Timestamp(n)),
  fc.constantFrom(new BSONRegExp('a', 'i'), new BSONRegExp('a'), new BSONRegExp('b')),
);

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', '', 'a\u0001'), tie('value')), { maxLength: 3 })
      .map((fields) => new Map(fields)),
  ),
}));

describe('index keys', () => {
  it('have the order of the values, whatever their types', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(Math.sign(Buffer.compare(encodeKey(a), encodeKey(b)))).toBe(Math.sign(compareValues(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  it('have the opposite order when they are inverted, also one behind the other', () => {
    fc.assert(
      fc.property(value, value, value, value, (a, b, c, d) => {
        const key = (first: Value, second: Value) =>
          Buffer.concat([invert(encodeKey(first)), encodeKey(second)]);
        const expected = -compareValues(a, b) || compareValues(c, d);
        expect(Math.sign(Buffer.compare(key(a, c), key(b, d)))).toBe(Math.sign(expected));
      }),
      { numRuns: 1000 },
    );
  });

  it('of one value are never the beginning of those of another', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(compareValues(a, b) !== 0);
        const [x, y] = [encodeKey(a), encodeKey(b)];
        expect(y.subarray(0, x.length).equals(x)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('tell apart neighbouring int64 that are one double', () => {
    const values = [2n ** 53n, 2n ** 53n + 1n, 2n ** 62n, 2n ** 62n + 1n, 2n ** 63n - 1n];
    for (const one of values) {
      for (const other of [one - 1n, -one, -one + 1n]) {
        expect(Math.sign(Buffer.compare(encodeKey(one), encodeKey(other)))).toBe(1);
      }
    }
  });

  it('are equal for equal numbers of different types', () => {
    const five = [new Int32(5), new Double(5), 5n, new Decimal128('5.00')].map((n) =>
      encodeKey(n).toString('hex'),
    );
    expect(new Set(five).size).toBe(1);
    expect(encodeKey(new Double(-0)).equals(encodeKey(new Int32(0)))).toBe(true);
  });

  it('do not exist for a Decimal128 that no double equals', () => {
    expect(() => encodeKey(new Decimal128('0.1'))).toThrow(/Decimal128 0.1/);
  });

  it('have a successor that is greater than all that begin with them', () => {
    expect(successor(Buffer.from([1, 0xff, 0xff]))).toEqual(Buffer.from([2]));
    expect(successor(Buffer.from([1, 2]))).toEqual(Buffer.from([1, 3]));
  });
});

describe('a document', () => {
  const document: fc.Arbitrary<Doc> = fc
    .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'é', 'other'), value), {
      selector: ([name]) => name,
    })
    .map((fields) => new Map(fields));

  it('has the same bytes as from the bson library', () => {
    fc.assert(
      fc.property(document, (doc) => {
        expect(encodeDocument(doc).equals(serialize(doc))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has the same index keys from its bytes as from its values', () => {
    const patterns: KeyPattern[] = [
      [['a', 1]],
      [['é', -1]],
      [['b.a', 1]],
      [
        ['c', -1],
        ['a', 1],
      ],
      [
        ['a', 1],
        ['b', -1],
      ],
    ];
    const indexes = patterns.map((key, i) =>
      newIndex({ id: i + 1, name: `i${i}`, key, unique: i % 2 === 0, multikey: false, ready: true }),
    );
    const attempt = (keys: () => unknown) => {
      try {
        return keys();
      } catch (error) {
        return (error as Error).message;
      }
    };
    fc.assert(
      fc.property(document, fc.nat(2 ** 31), (doc, recordId) => {
        const fromValues = attempt(() => indexes.map((index) => indexKeys(index, doc, recordId)));
        const raw = encodeDocument(doc);
        expect(attempt(() => new RawKeys(indexes).keysOf(raw, recordId))).toEqual(fromValues);
      }),
      { numRuns: 300 },
    );
  });
});
