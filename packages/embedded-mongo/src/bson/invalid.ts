import { MongoError } from '../errors.ts';

export const invalid = (why: string): MongoError => new MongoError('InvalidBSON', `invalid BSON: ${why}`);

const DEPRECATED: Readonly<Record<number, string>> = {
  0x06: 'undefined',
  0x0c: 'dbPointer',
  0x0d: 'javascript',
  0x0e: 'symbol',
  0x0f: 'javascriptWithScope',
};

export function unknownType(type: number): MongoError {
  const name = DEPRECATED[type];
  if (name) return new MongoError('NotImplemented', `TED's embedded server does not store the type ${name}`);
  return invalid(`unknown type ${type}`);
}
