import { BSONRegExp, ObjectId, serialize } from 'bson';
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

it('refuses a regular expression that could not be decoded any more', () => {
  const regex = (options: string): Buffer => {
    const raw = bytes({ r: new BSONRegExp('^a', 'i') });
    raw[raw.length - 3] = options.charCodeAt(0);
    return raw;
  };
  expect(decodeDocument(regex('m')).get('r')).toEqual(new BSONRegExp('^a', 'm'));
  expect(accepts(checkDocument, regex('m'))).toBe(true);
  for (const check of [checkDocument, (raw: Buffer) => decodeDocument(raw)])
    expect(() => check(regex('g'))).toThrow(
      expect.objectContaining({ codeName: 'InvalidBSON', message: expect.stringContaining('"g"') }),
    );
});

it('moves the id to the front, or makes one', () => {
  expect(withIdInFront(bytes({ a: 1, _id: 5, b: 2 }))).toEqual(bytes({ _id: 5, a: 1, b: 2 }));
  expect(withIdInFront(bytes({ a: 1, _id: 5 }))).toEqual(bytes({ _id: 5, a: 1 }));
  const made = decodeDocument(withIdInFront(bytes({ _i: 1, _idx: 2 })));
  expect([...made.keys()]).toEqual(['_id', '_i', '_idx']);
  expect(made.get('_id')).toBeInstanceOf(ObjectId);
});
