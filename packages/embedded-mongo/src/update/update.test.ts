import { BSON, Decimal128, Double, Int32, ObjectId } from 'bson';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { applyUpdate, parseUpdate, upsertedDocument } from './update.ts';

const doc = (fields: object): Doc => decodeDocument(encodeDocument(fields as Record<string, unknown>));
const parsed = (update: object) => parseUpdate(doc({ update }).get('update'));
const updated = (update: object, document: object) =>
  applyUpdate(parsed(update), doc(document), parseFilter(doc({})));
const upserted = (update: object, filter: object) =>
  upsertedDocument(parseUpdate(doc(update)), parseFilter(doc(filter)));
const refusal = (message: RegExp, codeName: string): unknown =>
  expect.objectContaining({ message: expect.stringMatching(message), codeName });

describe('an update', () => {
  // [update, before, after]
  const cases: [object, object, object][] = [
    [{ $set: { a: 1 } }, { b: 2 }, { b: 2, a: 1 }],
    [{ $set: { b: 1, a: 1 } }, {}, { a: 1, b: 1 }], // new fields in the order of their names
    [
      { $set: { 'x.10': 1, 'x.9': 1 } },
      {},
      {
        x: new Map([
          ['9', 1],
          ['10', 1],
        ]),
      },
    ],
    [{ $set: { 'a.b.c': 1 } }, { a: { x: 0 } }, { a: { x: 0, b: { c: 1 } } }],
    [{ $set: { 'a.1': 5 } }, { a: [0] }, { a: [0, 5] }],
    [{ $set: { 'a.3': 5 } }, { a: [0] }, { a: [0, null, null, 5] }],
    [{ $set: { 'a.0.b': 5 } }, { a: [{ c: 1 }] }, { a: [{ c: 1, b: 5 }] }],
    [{ $unset: { a: '', 'b.c': '', x: '' } }, { a: 1, b: { c: 1, d: 1 } }, { b: { d: 1 } }],
    [{ $unset: { 'a.0': '' } }, { a: [1, 2] }, { a: [null, 2] }],
    [{ $inc: { a: 1, b: -2 } }, { a: 1 }, { a: 2, b: -2 }],
    [{ $inc: { a: 1 } }, { a: new Int32(2 ** 31 - 1) }, { a: 2n ** 31n }],
    [{ $inc: { a: 1 } }, { a: 2n ** 60n }, { a: 2n ** 60n + 1n }],
    [{ $inc: { a: 0.5 } }, { a: 1 }, { a: 1.5 }],
    [{ $inc: { a: new Int32(1) } }, { a: new Double(1) }, { a: new Double(2) }],
    [{ $min: { a: 1, b: 5, c: 1 } }, { a: 2, b: 4 }, { a: 1, b: 4, c: 1 }],
    [{ $max: { a: 1, b: 5, c: 1 } }, { a: 2, b: 4 }, { a: 2, b: 5, c: 1 }],
    [{ $max: { a: 'text' } }, { a: 5 }, { a: 'text' }], // any text is more than any number
    [{ $max: { a: new Date(5) } }, { a: null }, { a: new Date(5) }],
    [{ $push: { a: 1 } }, { a: [0] }, { a: [0, 1] }],
    [{ $push: { a: { $each: [1, 2, 3], $slice: -2 } } }, {}, { a: [2, 3] }],
    [{ $pull: { a: 1 } }, { a: [1, 2, new Double(1)] }, { a: [2] }],
    [{ $pull: { a: { $gte: 2 } } }, { a: [1, 2, 3] }, { a: [1] }],
    [{ $pull: { a: { b: 1 } } }, { a: [{ b: 1, c: 1 }, { b: 2 }, 1] }, { a: [{ b: 2 }, 1] }],
    [{ $pull: { a: /^x/ } }, { a: ['x1', 'y', 'x2'] }, { a: ['y'] }],
    [{ $pullAll: { a: [1, { b: 2 }] } }, { a: [1, { b: 2 }, { b: 2, c: 3 }, 1] }, { a: [{ b: 2, c: 3 }] }],
    [{ $push: { a: { $each: [5], $position: 1 } } }, { a: [1, 2] }, { a: [1, 5, 2] }],
    [{ $push: { a: { $each: [5], $position: -1 } } }, { a: [1, 2] }, { a: [1, 5, 2] }],
    [{ $push: { a: { $each: [3, 1], $sort: -1, $slice: 2 } } }, { a: [2] }, { a: [3, 2] }],
    [
      { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
      { a: [{ n: 2 }] },
      { a: [{ n: 1 }, { n: 2 }] },
    ],
    [{ $addToSet: { a: 1 } }, { a: [new Double(1), 2] }, { a: [new Double(1), 2] }],
    [{ $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [2] }, { a: [2, 3] }],
    [{ $pop: { a: 1, b: -1, c: 1 } }, { a: [1, 2], b: [1, 2] }, { a: [1], b: [2] }],
    [{ $mul: { a: 2, b: 2n, c: 1.5 } }, { a: 3, b: 4 }, { a: 6, b: 8n, c: new Double(0) }],
    [{ $bit: { a: { and: 6 }, b: { or: 1n }, c: { xor: 3 } } }, { a: 12, b: 4 }, { a: 4, b: 5n, c: 3 }],
    [{ $set: { 'a.$[].b': 1 } }, { a: [{}, { b: 2 }] }, { a: [{ b: 1 }, { b: 1 }] }],
    [[{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }], { _id: 1, a: 1 }, { _id: 1, b: 2 }],
    [[{ $replaceWith: { c: '$a' } }], { _id: 1, a: 1 }, { _id: 1, c: 1 }],
    [{ $rename: { a: 'b.c' } }, { a: 1 }, { b: { c: 1 } }],
    [{ $setOnInsert: { a: 1 } }, { b: 1 }, { b: 1 }],
    [{ b: 1 }, { _id: 5, a: 1 }, { _id: 5, b: 1 }],
  ];
  for (const [update, before, after] of cases) {
    it(BSON.EJSON.stringify(update), () =>
      expect(encodeDocument(updated(update, before))).toEqual(encodeDocument(after as Doc)),
    );
  }

  it('finds the elements that array filters and the query mean', () => {
    const filtered = (update: object, arrayFilters: object[], query: object, document: object) =>
      encodeDocument(
        applyUpdate(
          parseUpdate(doc(update), doc({ arrayFilters }).get('arrayFilters') as Value[]),
          doc(document),
          parseFilter(doc(query)),
        ),
      );
    const document = {
      a: [
        { n: 1, b: [1, 5] },
        { n: 2, b: [6] },
      ],
    };
    const deep = { $inc: { 'a.$[x].b.$[y]': 1 } };
    expect(filtered(deep, [{ 'x.n': { $gte: 1 } }, { y: { $gt: 4 } }], {}, document)).toEqual(
      encodeDocument({
        a: [
          { n: 1, b: [1, 6] },
          { n: 2, b: [7] },
        ],
      }),
    );
    const first = { $set: { 'a.$.n': 9 } };
    for (const query of [{ 'a.n': 2 }, { a: { $elemMatch: { n: { $gt: 1 } } } }, { $or: [{ 'a.b': 6 }] }]) {
      expect(filtered(first, [], query, document)).toEqual(
        encodeDocument({
          a: [
            { n: 1, b: [1, 5] },
            { n: 9, b: [6] },
          ],
        }),
      );
    }
  });

  it('leaves the values alone that it does not touch', () => {
    const before = doc({ a: { b: 1 }, c: [1], d: 1 });
    const after = applyUpdate(parseUpdate(doc({ $set: { 'a.b': 2, d: 2 } })), before, parseFilter(doc({})));
    expect(after.get('c')).toBe(before.get('c'));
    expect(before).toEqual(doc({ a: { b: 1 }, c: [1], d: 1 }));
  });

  it('keeps the exact type of what it sets', () => {
    const after = updated({ $set: { a: new Double(1), b: 1n, c: new Decimal128('1.0') } }, {});
    expect([...after.values()]).toEqual([new Double(1), 1n, new Decimal128('1.0')]);
  });

  it('takes $currentDate from the clock', () => {
    const before = Date.now();
    const at = updated({ $currentDate: { at: true } }, {}).get('at') as Date;
    expect(at.getTime()).toBeGreaterThanOrEqual(before);
    expect(at.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('refuses what MongoDB refuses', () => {
    const refusals: [object, object, unknown][] = [
      [
        { $set: { 'a.b': 1 } },
        { a: 5 },
        refusal(/Cannot create field 'b' in element \{a: 5\}/, 'PathNotViable'),
      ],
      [{ $set: { 'a.x': 1 } }, { a: [1] }, refusal(/Cannot create field 'x'/, 'PathNotViable')],
      [{ $inc: { a: 1 } }, { a: 'x' }, refusal(/non-numeric type string/, 'TypeMismatch')],
      [{ $inc: { a: 'x' } }, {}, refusal(/non-numeric argument/, 'TypeMismatch')],
      [{ $inc: { a: 1n } }, { a: 2n ** 63n - 1n }, refusal(/does not fit/, 'BadValue')],
      [{ $push: { a: 1 } }, { a: 1 }, refusal(/must be an array/, 'BadValue')],
      [{ $set: { a: 1, 'a.b': 2 } }, {}, refusal(/conflict at 'a'/, 'ConflictingUpdateOperators')],
      [{ $set: { a: 1 }, $inc: { a: 1 } }, {}, refusal(/conflict at 'a'/, 'ConflictingUpdateOperators')],
      [{ $set: { _id: 2 } }, { _id: 1 }, refusal(/immutable field '_id'/, 'ImmutableField')],
      [{ _id: 2 }, { _id: 1 }, refusal(/immutable field '_id'/, 'ImmutableField')],
      [{ $set: { 'a.$[]': 1 } }, {}, refusal(/path 'a' must exist/, 'BadValue')],
      [{ $set: { 'a.$': 1 } }, { a: [1] }, refusal(/did not find the match needed/, 'BadValue')],
      [
        { $set: { 'a.$[x]': 1 } },
        { a: [1] },
        refusal(/No array filter found for identifier 'x'/, 'BadValue'),
      ],
      [{ $bit: { a: 1 } }, {}, refusal(/not compatible with a int/, 'BadValue')],
      [{ $bit: { a: { and: 1.5 } } }, {}, refusal(/non-integral type double/, 'BadValue')],
      [{ $pop: { a: 2 } }, { a: [] }, refusal(/expects 1 or -1/, 'FailedToParse')],
      [{ $pushAll: { a: [1] } }, {}, refusal(/\$pushAll is not supported/, 'NotImplemented')],
      [{ $set: { 'a..b': 1 } }, {}, refusal(/empty field name/, 'EmptyFieldName')],
      [
        { $inc: { a: new Decimal128('1') } },
        { a: 1 },
        refusal(/arithmetic with Decimal128/, 'NotImplemented'),
      ],
    ];
    for (const [update, before, error] of refusals)
      expect(() => updated(update, before)).toThrow(error as Error);
  });
});

describe('an upsert', () => {
  it('takes what the filter says is equal, then the update, with the id first', () => {
    const doc = upserted(
      { $set: { v: 1 }, $setOnInsert: { w: 2 }, $inc: { n: 1 }, $max: { m: 3 } },
      { feed: 'rugs', 'k.j': { $eq: 5 }, t: { $gt: 3 }, end: null, $and: [{ z: 1 }] },
    );
    expect([...doc.keys()]).toEqual(['_id', 'feed', 'k', 'end', 'z', 'm', 'n', 'v', 'w']);
    expect(doc.get('_id')).toBeInstanceOf(ObjectId);
    expect(doc.get('end')).toBe(null);
    expect(doc.get('k')).toEqual(new Map<string, Value>([['j', new Int32(5)]]));
  });

  it('takes the id of the filter or of the update', () => {
    expect(upserted({ $set: { a: 1 } }, { _id: 7 }).get('_id')).toEqual(new Int32(7));
    expect(upserted({ $set: { _id: 8 } }, { a: 1 }).get('_id')).toEqual(new Int32(8));
    expect(upserted({ _id: 9, b: 1 }, { a: 1 })).toEqual(doc({ _id: 9, b: 1 }));
    expect(() => upserted({ _id: 9 }, { _id: 8 })).toThrow(/immutable/);
  });

  it('refuses a filter that says two things of one field', () => {
    expect(() => upserted({ $set: { a: 1 } }, { $and: [{ b: 1 }, { b: 2 }] })).toThrow(/matched twice/);
  });
});
