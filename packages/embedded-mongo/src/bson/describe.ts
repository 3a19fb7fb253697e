import type { Doc, Value } from './value.ts';

/** A text for error messages, close to the one of the mongo shell. */
export function describe(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(describe).join(', ')} ]`;
  if (value instanceof Map) return describeFields(value);
  switch (value._bsontype) {
    case 'ObjectId':
      return `ObjectId('${value.toHexString()}')`;
    case 'Int32':
    case 'Decimal128':
      return value.toString();
    case 'Double':
      return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
    case 'Binary':
      return `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`;
    case 'BSONRegExp':
      return `/${value.pattern}/${value.options}`;
    case 'Timestamp':
      return `Timestamp(${value.high}, ${value.low})`;
    case 'MinKey':
    case 'MaxKey':
      return value._bsontype;
  }
}

function describeFields(doc: Doc): string {
  if (doc.size === 0) return '{}';
  return `{ ${[...doc].map(([name, value]) => `${name}: ${describe(value)}`).join(', ')} }`;
}
