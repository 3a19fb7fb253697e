import { Binary, BSONRegExp, Decimal128, Double, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { compareStrings, compareValues } from './compare.ts';
import type { Value } from './value.ts';

describe('the order of BSON values', () => {
  it('is that of MongoDB across types', () => {
    const inOrder: Value[] = [
      new MinKey(),
      null,
      new Double(NaN),
      new Double(-Infinity),
      -(2n ** 63n),
      new Int32(-1),
      new Double(-0.5),
      new Int32(0),
      new Decimal128('0.1'),
      new Double(0.1), // a little more than the decimal 0.1
      new Int32(1),
      2n ** 53n,
      2n ** 53n + 1n,
      new Decimal128('9007199254740993.5'),
      new Double(2 ** 53 + 2),
      new Decimal128('1E+400'),
      new Double(Infinity),
      '',
      'a',
      'aa',
      '\uffff',
      '😀', // U+1F600, after U+FFFF in UTF-8 but before it in UTF-16
      new Map(),
      new Map<string, Value>([['a', new Int32(1)]]),
      new Map<string, Value>([['b', new Int32(0)]]),
      new Map<string, Value>([['a', 'text']]), // the type of the first field comes before its name
      [],
      [null],
      [new Int32(1)],
      new Binary(Buffer.from([255])),
      new Binary(Buffer.from([0, 0])), // by length first
      new ObjectId('000000000000000000000001'),
      new ObjectId('ff0000000000000000000000'),
      false,
      true,
      new Date(-1),
      new Date(0),
      new Timestamp(1n),
      new Timestamp(2n ** 64n - 1n),
      new BSONRegExp('a'),
      new BSONRegExp('a', 'i'),
      new MaxKey(),
    ];
    for (let i = 0; i < inOrder.length; i++) {
      for (let j = 0; j < inOrder.length; j++) {
        expect([i, j, Math.sign(compareValues(inOrder[i]!, inOrder[j]!))]).toEqual([i, j, Math.sign(i - j)]);
      }
    }
  });

  it('does not tell number types apart', () => {
    const fives: Value[] = [new Int32(5), 5n, new Double(5), new Decimal128('5.0')];
    for (const a of fives) for (const b of fives) expect(compareValues(a, b)).toBe(0);
    expect(compareValues(new Double(-0), new Int32(0))).toBe(0);
    expect(compareValues(new Decimal128('NaN'), new Double(NaN))).toBe(0);
    expect(compareValues(new Decimal128('-Infinity'), new Double(-Infinity))).toBe(0);
  });

  it('sees the order of fields', () => {
    const ab: Value = new Map([
      ['a', null],
      ['b', null],
    ]);
    const ba: Value = new Map([
      ['b', null],
      ['a', null],
    ]);
    expect(compareValues(ab, ba)).toBeLessThan(0);
  });
});

describe('the order of strings', () => {
  it('is that of their UTF-8 bytes', () => {
    const texts = ['', 'a', 'ab', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '😁', '😀a'];
    for (const a of texts) {
      for (const b of texts) {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect([a, b, Math.sign(compareStrings(a, b))]).toEqual([a, b, bytes]);
      }
    }
  });
});
