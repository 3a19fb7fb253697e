import { ObjectId, serialize } from 'bson';
import fc from 'fast-check';
import { checkDocument } from './check.ts';
import { decodeDocument } from './decode.ts';
import { withIdInFront } from './id-in-front.ts';

const bytes = (fields: object): Buffer => Buffer.from(serialize(fields));
const accepts = (check: (raw: Buffer) => unknown, raw: Buffer): boolean => {
  try {
    check(raw);
    return true;
  } catch {
    return false;
  }
};
const document = fc.dictionary(
  fc.string(),
  fc.oneof(fc.jsonValue(), fc.date({ noInvalidDate: true }), fc.uint8Array()),
);

it('accepts what can be decoded, and nothing else, whatever byte is changed or missing', () => {
  fc.assert(
    fc.property(document, fc.nat(), fc.nat(255), fc.boolean(), (fields, place, byte, cut) => {
      const raw = bytes(fields);
      expect(accepts(checkDocument, raw)).toBe(true);
      const at = place % raw.length;
      if (!cut) raw[at] = byte;
      const damaged = cut ? raw.subarray(0, at) : raw;
      expect(accepts(checkDocument, damaged)).toBe(accepts((given) => decodeDocument(given), damaged));
    }),
    { numRuns: 2000 },
  );
});

it('moves the id to the front, or makes one', () => {
  expect(withIdInFront(bytes({ a: 1, _id: 5, b: 2 }))).toEqual(bytes({ _id: 5, a: 1, b: 2 }));
  expect(withIdInFront(bytes({ a: 1, _id: 5 }))).toEqual(bytes({ _id: 5, a: 1 }));
  const made = decodeDocument(withIdInFront(bytes({ _i: 1, _idx: 2 })));
  expect([...made.keys()]).toEqual(['_id', '_i', '_idx']);
  expect(made.get('_id')).toBeInstanceOf(ObjectId);
});
