import { decodeDocument } from '../bson/decode.ts';
import { nameAt } from '../bson/names.ts';
import { TYPES, type Doc } from '../bson/value.ts';
import { endOfChecked, endOfName } from '../bson/walk.ts';
import type { Index } from './collection.ts';
import { checkKeySize, indexKeys, type IndexKeys } from './index-keys.ts';
import { KeyBytes } from './key-bytes.ts';
import { writeDouble, writeHighLow, writeTyped } from './key-encoding.ts';

/**
 * Makes the index keys of a document from its bytes. Decoding costs more than all else that an insert does, and nearly all
 * indexed values have bytes from which their key follows at once; the others are decoded.
 */
export class RawKeys {
  readonly #indexes: readonly Index[];
  /** The top-level fields that the indexes look at, each with its slot. */
  readonly #slots = new Map<string, number>();
  readonly #names: string[];
  /** The slot of each field of each index; undefined where a path leads into documents. */
  readonly #fields: (number[] | undefined)[];
  /** Of the document at hand: the type and the place of each slot's value; type 0 where there is none. */
  readonly #types: Uint8Array;
  readonly #places: Float64Array;

  constructor(indexes: readonly Index[]) {
    this.#indexes = indexes;
    for (const { fields } of indexes) {
      for (const { names } of fields) {
        if (!this.#slots.has(names[0]!)) this.#slots.set(names[0]!, this.#slots.size);
      }
    }
    this.#names = [...this.#slots.keys()];
    this.#fields = indexes.map(({ fields }) =>
      fields.every(({ names }) => names.length === 1)
        ? fields.map(({ names }) => this.#slots.get(names[0]!)!)
        : undefined,
    );
    this.#types = new Uint8Array(this.#names.length);
    this.#places = new Float64Array(this.#names.length);
  }

  /**
   * @param raw a checked document
   * @returns its keys in each index, in the order of the indexes
   * @throws MongoError as `indexKeys`
   */
  keysOf(raw: Buffer, recordId: number): IndexKeys[] {
    this.#locate(raw);
    let decoded: Doc | undefined;
    const doc = (): Doc => (decoded ??= decodeDocument(raw, this.#slots));
    return this.#indexes.map((index, i) => {
      const slots = this.#fields[i];
      // With an array the document may have several keys.
      if (!slots || slots.some((slot) => this.#types[slot] === TYPES.array.number))
        return indexKeys(index, doc(), recordId);
      return { keys: [this.#key(index, slots, raw, recordId, doc)], multikey: false };
    });
  }

  #locate(raw: Buffer): void {
    const types = this.#types.fill(0);
    const last = raw.length - 1;
    for (let at = 4; at < last;) {
      const type = raw[at]!;
      const place = endOfName(raw, at + 1);
      const slot = this.#slots.get(nameAt(raw, at + 1, place - 1));
      // Of a name that occurs twice MongoDB's queries see the first.
      if (slot !== undefined && types[slot] === 0) {
        types[slot] = type;
        this.#places[slot] = place;
      }
      at = endOfChecked(raw, type, place);
    }
  }

  #key(index: Index, slots: readonly number[], raw: Buffer, recordId: number, doc: () => Doc): Buffer {
    scratch.clear();
    scratch.uint32(index.id);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!;
      const start = scratch.length;
      if (!writeRaw(scratch, raw, this.#types[slot]!, this.#places[slot]!))
        writeTyped(scratch, doc().get(this.#names[slot]!) ?? null);
      if (index.fields[i]!.direction === -1) scratch.invertFrom(start);
    }
    checkKeySize(index, scratch.length);
    if (!index.unique) scratch.uint48(recordId);
    return scratch.copy();
  }
}

/** Every key is made here and copied: nothing in between gives way. */
const scratch = new KeyBytes();

/** As `writeTyped` writes the value that lies there; false, and nothing written, if it has to be decoded for that. */
function writeRaw(out: KeyBytes, raw: Buffer, type: number, at: number): boolean {
  switch (type) {
    case 0: // missing: as null
    case TYPES.null.number:
      out.byte(TYPES.null.rank);
      return true;
    case TYPES.int.number:
      out.byte(TYPES.int.rank);
      writeDouble(out, raw.readInt32LE(at));
      return true;
    case TYPES.double.number:
      out.byte(TYPES.double.rank);
      writeDouble(out, raw.readDoubleLE(at));
      return true;
    case TYPES.date.number:
      out.byte(TYPES.date.rank);
      writeHighLow(out, raw.readInt32LE(at + 4), raw.readUInt32LE(at));
      return true;
    case TYPES.objectId.number:
      out.byte(TYPES.objectId.rank);
      out.slice(raw, at, at + 12);
      return true;
    case TYPES.bool.number:
      out.byte(TYPES.bool.rank);
      out.byte(raw[at] === 0 ? 0 : 1);
      return true;
    case TYPES.string.number: {
      const end = at + 4 + raw.readInt32LE(at) - 1;
      if (!isPlainText(raw, at + 4, end)) return false;
      out.byte(TYPES.string.rank);
      out.slice(raw, at + 4, end);
      out.uint16(0);
      return true;
    }
    default:
      return false;
  }
}

/** Of other bytes some are no UTF-8, and a zero is written differently. */
function isPlainText(raw: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (raw[i]! === 0 || raw[i]! > 0x7f) return false;
  return true;
}

const ofIndexes = new WeakMap<readonly Index[], RawKeys>();

/** Kept for the indexes of a collection, which are another array when one is added or dropped. */
export function rawKeys(indexes: readonly Index[]): RawKeys {
  let keys = ofIndexes.get(indexes);
  if (!keys) ofIndexes.set(indexes, (keys = new RawKeys(indexes)));
  return keys;
}
