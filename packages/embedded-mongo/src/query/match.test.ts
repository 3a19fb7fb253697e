import { BSONRegExp, Decimal128, Double, Int32, MinKey } from 'bson';
import type { Doc, Value } from '../bson/value.ts';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { matches } from './match.ts';
import { parseFilter } from './parse-filter.ts';

/** Plain JavaScript as BSON: whole numbers become int32, others double. */
const doc = (fields: object): Doc => decodeDocument(encodeDocument(fields as Record<string, unknown>));
const isMatch = (query: object, document: object) => matches(parseFilter(doc(query)), doc(document));

describe('a query', () => {
  // [query, documents that match, documents that do not]
  const cases: [object, object[], object[]][] = [
    [{ a: 1 }, [{ a: 1 }, { a: new Double(1) }, { a: [2, 1] }], [{ a: 2 }, { a: '1' }, {}, { a: [[1]] }]],
    [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2], 3] }], [{ a: [2, 1] }, { a: [1, 2, 3] }, { a: 1 }]],
    [
      { a: { b: 1, c: 2 } },
      [{ a: { b: 1, c: 2 } }, { a: [{ b: 1, c: 2 }] }],
      [{ a: { c: 2, b: 1 } }, { a: { b: 1 } }],
    ],
    [{ a: null }, [{}, { a: null }, { a: [null] }], [{ a: 0 }, { a: [] }]],
    [
      { 'a.b': null },
      [{}, { a: 1 }, { a: { b: null } }, { a: [{ c: 1 }] }],
      [{ a: [] }, { a: [1] }, { a: { b: 1 } }, { a: [{ b: 1 }] }],
    ],
    [
      { 'a.b': 1 },
      [{ a: { b: 1 } }, { a: [{ b: 2 }, { b: 1 }] }, { a: { b: [1] } }],
      [{ a: 1 }, { a: [[{ b: 1 }]] }],
    ],
    [{ 'a.1': 5 }, [{ a: [4, 5] }, { a: { 1: 5 } }, { a: [4, [5]] }], [{ a: [5, 4] }]],
    [{ 'a.0.b': 1 }, [{ a: [{ b: 1 }] }], [{ a: [{ b: 2 }, { b: 1 }] }]],
    [
      { a: { $gt: 5 } },
      [{ a: 6 }, { a: [1, 6] }],
      [{ a: 5 }, { a: '6' }, { a: null }, {}, { a: new Double(NaN) }],
    ],
    [{ a: { $lt: 5 } }, [{ a: 4 }], [{ a: new Double(NaN) }, { a: null }, {}]],
    [{ a: { $gte: null } }, [{}, { a: null }], [{ a: 0 }]],
    [{ a: { $gt: null } }, [], [{}, { a: null }, { a: 1 }]],
    [{ a: { $gt: new MinKey() } }, [{ a: 1 }, { a: 'x' }], [{}]],
    [{ a: new Double(NaN) }, [{ a: new Double(NaN) }], [{ a: 1 }]],
    [{ a: { $gt: 0.1 } }, [{ a: 0.2 }], [{ a: new Decimal128('0.1') }]],
    [{ a: { $gt: 1, $lt: 3 } }, [{ a: 2 }, { a: [0, 4] }], [{ a: 3 }, { a: [0, 1] }]],
    [{ a: { $ne: 1 } }, [{ a: 2 }, {}, { a: [2, 3] }], [{ a: 1 }, { a: [1, 2] }]],
    [{ a: { $in: [1, 'x', null] } }, [{ a: 1 }, { a: 'x' }, {}, { a: ['x'] }], [{ a: 2 }]],
    [{ a: { $in: [new BSONRegExp('^x')] } }, [{ a: 'xy' }], [{ a: 'yx' }]],
    [{ a: { $nin: [1, 2] } }, [{ a: 3 }, {}], [{ a: 1 }, { a: [3, 2] }]],
    [{ a: { $in: [] } }, [], [{ a: 1 }, {}]],
    [{ a: { $exists: true } }, [{ a: null }, { a: [] }], [{}]],
    [{ a: { $exists: false } }, [{}], [{ a: null }]],
    [{ 'a.b': { $exists: false } }, [{}, { a: [] }, { a: [1] }, { a: [{}] }], [{ a: [{}, { b: 1 }] }]],
    [{ $and: [{ a: 1 }, { b: 2 }] }, [{ a: 1, b: 2 }], [{ a: 1 }]],
    [{ $or: [{ a: 1 }, { b: 2 }] }, [{ a: 1 }, { b: 2 }], [{ a: 2 }]],
    [{ $nor: [{ a: 1 }, { b: 2 }] }, [{ a: 2 }, {}], [{ a: 1 }, { b: 2 }]],
    [{ a: { $not: { $gt: 5 } } }, [{ a: 5 }, {}, { a: 'x' }], [{ a: 6 }, { a: [1, 6] }]],
    [{ a: { $not: new BSONRegExp('x') } }, [{ a: 'y' }, { a: 1 }], [{ a: 'x' }]],
    [{ a: { $type: 'string' } }, [{ a: 'x' }, { a: [1, 'x'] }], [{ a: 1 }, {}]],
    [{ a: { $type: 'number' } }, [{ a: 1 }, { a: 1.5 }, { a: 5n }], [{ a: '1' }]],
    [{ a: { $type: ['int', 'bool'] } }, [{ a: 1 }, { a: true }], [{ a: 1.5 }]],
    [{ a: { $type: 'array' } }, [{ a: [] }, { a: [[1]] }], [{ a: 1 }]],
    [{ a: { $regex: '^AB', $options: 'i' } }, [{ a: 'abc' }, { a: ['x', 'ab'] }], [{ a: 'cab' }, { a: 1 }]],
    [{ a: { $size: 2 } }, [{ a: [1, 2] }], [{ a: [1] }, { a: 2 }, {}, { a: [[1, 2]] }]],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, [{ a: [0, 2] }], [{ a: [0, 4] }, { a: 2 }]],
    [
      { a: { $elemMatch: { b: 1, c: 2 } } },
      [{ a: [{ b: 1, c: 2 }] }],
      [{ a: [{ b: 1 }, { c: 2 }] }, { a: { b: 1, c: 2 } }],
    ],
    [{ '10': 1, '2': 2 }, [{ '2': 2, '10': 1 }], [{ '2': 1 }]],
    [{}, [{}, { a: 1 }], []],
  ];
  for (const [query, matching, others] of cases) {
    it(
      JSON.stringify(query, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      () => {
        for (const document of matching)
          expect([document, isMatch(query, document)]).toEqual([document, true]);
        for (const document of others)
          expect([document, isMatch(query, document)]).toEqual([document, false]);
      },
    );
  }

  it('compares with Decimal128 exactly', () => {
    expect(isMatch({ a: { $gt: new Decimal128('0.1') } }, { a: 0.1 })).toBe(true);
    expect(isMatch({ a: { $gt: new Decimal128('0.5') } }, { a: 0.5 })).toBe(false);
  });

  it('refuses by name what it does not know', () => {
    const refusals: [object, RegExp, string][] = [
      [{ $where: 'true' }, /\$where is not supported/, 'NotImplemented'],
      [{ $expr: { $function: {} } }, /\$function is not supported/, 'NotImplemented'],
      [{ a: { $bitsAllSet: 1 } }, /\$bitsAllSet is not supported/, 'NotImplemented'],
      [{ a: { $mod: [0, 1] } }, /divisor cannot be 0/, 'BadValue'],
      [{ a: { $all: 1 } }, /\$all needs an array/, 'BadValue'],
      [{ a: { $gt: 1, b: 2 } }, /unknown operator: b/, 'BadValue'],
      [{ a: { $in: 1 } }, /\$in needs an array/, 'BadValue'],
      [{ $or: [] }, /non-empty array/, 'BadValue'],
      [{ a: { $regex: '(?<' } }, /Regular expression is invalid/, 'BadValue'],
      [{ a: { $regex: '\\Aa' } }, /Regular expression is invalid/, 'BadValue'],
      [{ a: { $type: 'what' } }, /Unknown type name alias: what/, 'BadValue'],
      [{ a: { $size: -1 } }, /\$size/, 'BadValue'],
    ];
    for (const [query, message, codeName] of refusals) {
      expect(() => parseFilter(doc(query))).toThrow(
        expect.objectContaining({ message: expect.stringMatching(message), codeName }),
      );
    }
  });

  it('sees a field of a document once where its name is there twice, the first one', () => {
    const [a1, a2] = [{ a: new Int32(1) }, { a: new Int32(2) }].map((fields) => encodeDocument(fields));
    const both = Buffer.concat([a1!.subarray(0, -1), a2!.subarray(4)]);
    both.writeInt32LE(both.length);
    expect(matches(parseFilter(doc({ a: 1 })), decodeDocument(both))).toBe(true);
    expect(matches(parseFilter(new Map<string, Value>([['a', new Int32(2)]])), decodeDocument(both))).toBe(
      false,
    );
  });
});
