import { Double, Int32 } from 'bson';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { compile } from './expression.ts';
import { UsedFields } from './used-fields.ts';
import { sum } from './sums.ts';

const doc = (fields: object): Doc => decodeDocument(encodeDocument(fields as Record<string, unknown>));
const compute = (expression: unknown, document: object): Value | undefined =>
  compile(doc({ expression }).get('expression')!, new UsedFields())(doc(document));

describe('an expression', () => {
  // [expression, document, value]
  const cases: [unknown, object, unknown][] = [
    ['$a.b', { a: { b: 5 } }, 5],
    ['$a.b', { a: [{ b: 1 }, { c: 2 }, { b: 3 }] }, [1, 3]],
    ['$$ROOT.a', { a: 5 }, 5],
    [{ $literal: '$a' }, { a: 5 }, '$a'],
    [{ x: '$a', y: '$missing' }, { a: 5 }, { x: 5 }],
    [['$a', '$missing'], { a: 5 }, [5, null]],
    [{ $add: ['$a', 1] }, { a: 5 }, new Int32(6)],
    [{ $add: ['$a', 1] }, { a: null }, null],
    [{ $add: ['$a', 1000] }, { a: new Date(5) }, new Date(1005)],
    [{ $subtract: ['$a', '$b'] }, { a: new Date(5000), b: new Date(2000) }, 3000n],
    [{ $subtract: ['$a', 1.5] }, { a: 5 }, 3.5],
    [{ $multiply: ['$a', '$a'] }, { a: new Int32(2 ** 20) }, 2n ** 40n],
    [{ $multiply: ['$a', 2n] }, { a: 2n ** 62n }, new Double(2 ** 63)],
    [{ $divide: ['$a', 2] }, { a: 4 }, new Double(2)],
    [{ $abs: '$a' }, { a: -2.5 }, 2.5],
    [{ $ifNull: ['$a', '$b', 7] }, { b: null }, 7],
    [{ $cond: [{ $gt: ['$a', 3] }, 'more', 'less'] }, { a: 5 }, 'more'],
    [{ $cond: { if: '$missing', then: 1, else: 2 } }, {}, 2],
    [{ $eq: ['$missing', null] }, {}, false],
    [{ $lt: ['$missing', null] }, {}, true],
    [{ $lt: [5, 'text'] }, {}, true], // across types
    [{ $and: ['$a', { $not: ['$b'] }] }, { a: 1, b: 0 }, true],
    [{ $or: ['$a', '$b'] }, { a: null }, false],
    [{ $sum: ['$a', '$b', 'text'] }, { a: 1, b: 2.5 }, 3.5],
    [{ $avg: '$a' }, { a: [1, 2, null] }, new Double(1.5)],
    [{ $max: ['$a', '$b'] }, { a: 1 }, 1],
    [{ $min: '$a' }, { a: [3, 2] }, 2],
  ];
  for (const [expression, document, value] of cases) {
    it(
      JSON.stringify(expression, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)),
      () => {
        const result = compute(expression, document);
        expect(encodeDocument({ result })).toEqual(encodeDocument({ result: value }));
      },
    );
  }

  it('refuses what it does not know, and division by zero', () => {
    expect(() => compute({ $dateTrunc: { date: '$a', unit: 'day' } }, {})).toThrow(
      /\$dateTrunc is not supported/,
    );
    expect(() => compute('$$NOW', {})).toThrow(/\$\$NOW is not supported/);
    expect(() => compute({ $divide: [1, 0] }, {})).toThrow(/by zero/);
    expect(() => compute({ $add: [1, 'x'] }, {})).toThrow(/numeric types/);
  });
});

describe('a sum', () => {
  it('is exact where doubles added one by one are not', () => {
    const doubles = [1e16, 1, 1, -1e16].map((n) => new Double(n));
    expect(sum(doubles)).toEqual(new Double(2));
  });

  it('of integers stays an integer as long as it fits', () => {
    expect(sum([new Int32(1), new Int32(2)])).toEqual(new Int32(3));
    expect(sum([new Int32(2 ** 31 - 1), new Int32(1)])).toBe(2n ** 31n);
    expect(sum([2n ** 63n - 1n, 1n])).toEqual(new Double(2 ** 63));
    expect(sum([])).toEqual(new Int32(0));
  });
});
