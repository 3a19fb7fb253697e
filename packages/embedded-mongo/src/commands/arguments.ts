import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { isNumber, toDouble, toInteger } from '../bson/numbers.ts';
import { isDoc, typeOf, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { parseCollation } from '../query/collation.ts';

/** The fields of a command or of a part of it, read with MongoDB's errors for wrong types. */
export class Arguments {
  readonly #of: string;
  readonly #doc: Doc;

  /** @param of names what is read, in errors */
  constructor(of: string, doc: Doc) {
    this.#of = of;
    this.#doc = doc;
  }

  get names(): string[] {
    return [...this.#doc.keys()];
  }

  has(name: string): boolean {
    return this.#doc.has(name);
  }

  value(name: string): Value | undefined {
    return this.#doc.get(name);
  }

  /** @throws MongoError UnknownField for any other name */
  allow(names: Iterable<string>): this {
    const known = names instanceof Set ? (names as ReadonlySet<string>) : new Set(names);
    for (const name of this.#doc.keys()) {
      if (!known.has(name))
        throw new MongoError('UnknownField', `BSON field '${this.#of}.${name}' is an unknown field.`);
    }
    return this;
  }

  /** Refuses what MongoDB has and this server has not, unless it is given as what it is by default. */
  refuse(...names: string[]): this {
    for (const name of names) {
      const value = this.#doc.get(name);
      const isEmpty = (isDoc(value) && value.size === 0) || (Array.isArray(value) && value.length === 0);
      if (value !== undefined && value !== null && value !== false && !isEmpty) {
        throw notSupported(`the option ${name} of ${this.#of}`);
      }
    }
    return this;
  }

  string(name: string): string {
    const value = this.#doc.get(name);
    if (typeof value === 'string') return value;
    throw this.#wrongType(name, value, 'string');
  }

  document(name: string, otherwise?: Doc): Doc {
    const value = this.#doc.get(name) ?? otherwise;
    if (isDoc(value)) return value;
    throw this.#wrongType(name, value, 'object');
  }

  array(name: string, otherwise?: Value[]): Value[] {
    const value = this.#doc.get(name) ?? otherwise;
    if (Array.isArray(value)) return value;
    throw this.#wrongType(name, value, 'array');
  }

  boolean(name: string, otherwise: boolean): boolean {
    const value = this.#doc.get(name);
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'boolean') return value;
    if (isNumber(value)) return toDouble(value) !== 0;
    throw this.#wrongType(name, value, 'bool');
  }

  /** A whole number, not negative. */
  count(name: string, otherwise: number): number {
    const value = this.#doc.get(name);
    if (value === undefined || value === null) return otherwise;
    if (!isNumber(value)) throw this.#wrongType(name, value, 'long');
    const number = toInteger(value, `${this.#of}.${name}`);
    if (number >= 0) return number;
    throw new MongoError('BadValue', `BSON field '${name}' value must be >= 0, actual value '${number}'`);
  }

  hint(): string | Doc | undefined {
    const value = this.#doc.get('hint');
    if (value === undefined || typeof value === 'string' || isDoc(value)) {
      return isDoc(value) && value.size === 0 ? undefined : value;
    }
    throw this.#wrongType('hint', value, 'object');
  }

  /** Of one statement among several. */
  collation(): Intl.Collator | undefined {
    return parseCollation(this.document('collation', new Map()));
  }

  #wrongType(name: string, value: Value | undefined, expected: string): MongoError {
    if (value === undefined) {
      return new MongoError(
        'FailedToParse',
        `BSON field '${this.#of}.${name}' is missing but a required field`,
      );
    }
    return new MongoError(
      'TypeMismatch',
      `BSON field '${this.#of}.${name}' is the wrong type '${typeOf(value)}', expected type '${expected}'`,
    );
  }
}

/** The documents of a field that came inside the command or beside it. */
export function documentsOf(
  { args, sequences }: { args: Arguments; sequences: ReadonlyMap<string, Buffer[]> },
  name: string,
): Doc[] {
  return (
    sequences.get(name)?.map((raw) => decodeDocument(raw)) ??
    args.array(name).map((value) => asDoc(name, value))
  );
}

/** The same, undecoded. */
export function rawDocumentsOf(
  { args, sequences }: { args: Arguments; sequences: ReadonlyMap<string, Buffer[]> },
  name: string,
): Buffer[] {
  // encodeDocument's bytes are its own, so that they can be kept.
  return sequences.get(name) ?? args.array(name).map((value) => encodeDocument(asDoc(name, value)));
}

function asDoc(name: string, value: Value): Doc {
  if (isDoc(value)) return value;
  throw new MongoError('TypeMismatch', `the elements of '${name}' must be objects, not ${typeOf(value)}`);
}
