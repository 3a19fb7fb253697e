import type {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

/** A document. A Map keeps the order of all fields; an object would move names like "10" to the front. */
export type Doc = Map<string, Value>;

/** A BSON value that has kept its type: int32 and double are classes, int64 is a bigint. */
export type Value =
  | null
  | string
  | boolean
  | bigint
  | Date
  | Int32
  | Double
  | Decimal128
  | ObjectId
  | Binary
  | BSONRegExp
  | Timestamp
  | MinKey
  | MaxKey
  | Value[]
  | Doc;

/** The names that `$type` knows. */
export type TypeName = keyof typeof TYPES;

/** Of each type: its number in BSON, and its place in the order of comparison (equal places compare by value). */
export const TYPES = {
  minKey: { number: -1, rank: 1 },
  null: { number: 10, rank: 5 },
  double: { number: 1, rank: 10 },
  int: { number: 16, rank: 10 },
  long: { number: 18, rank: 10 },
  decimal: { number: 19, rank: 10 },
  string: { number: 2, rank: 15 },
  object: { number: 3, rank: 20 },
  array: { number: 4, rank: 25 },
  binData: { number: 5, rank: 30 },
  objectId: { number: 7, rank: 35 },
  bool: { number: 8, rank: 40 },
  date: { number: 9, rank: 45 },
  timestamp: { number: 17, rank: 47 },
  regex: { number: 11, rank: 50 },
  maxKey: { number: 127, rank: 127 },
} as const;

const BY_BSON_TYPE = {
  Int32: 'int',
  Double: 'double',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  BSONRegExp: 'regex',
  Timestamp: 'timestamp',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
} as const satisfies Record<string, TypeName>;

export function typeOf(value: Value): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'long';
    default:
      if (value === null) return 'null';
      if (value instanceof Map) return 'object';
      if (Array.isArray(value)) return 'array';
      if (value instanceof Date) return 'date';
      return BY_BSON_TYPE[value._bsontype];
  }
}

export const rankOf = (value: Value): number => TYPES[typeOf(value)].rank;

export const isDoc = (value: Value | undefined): value is Doc => value instanceof Map;

/** Whether the document is a set of operators: `{$gt: 1}`. Only the first name decides, as in MongoDB. */
export function isOperators(value: Value | undefined): value is Doc {
  if (!isDoc(value)) return false;
  for (const name of value.keys()) return name.startsWith('$');
  return false;
}
