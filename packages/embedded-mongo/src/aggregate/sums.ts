import { Double } from 'bson';
import { integer, plain, type BsonNumber } from '../bson/numbers.ts';
import { notSupported } from '../errors.ts';
import { typeOf, type Value } from '../bson/value.ts';

/**
 * A sum with MongoDB's types: integers exactly (int32, then int64, then double), a double as soon as one is among them.
 * Doubles are added with Neumaier's compensation, so that the order hardly matters (MongoDB compensates, too).
 */
export class Sum {
  count = 0;
  #integers = 0n;
  #hasLong = false;
  #hasDouble = false;
  #doubles = 0;
  #compensation = 0;

  add(value: BsonNumber): void {
    this.count++;
    const number = plain(value);
    if (number === undefined) throw notSupported('a sum of Decimal128');
    if (typeOf(value) !== 'double') {
      this.#hasLong ||= typeof number === 'bigint';
      this.#integers += BigInt(number);
      return;
    }
    this.#hasDouble = true;
    this.#addDouble(Number(number));
  }

  #addDouble(number: number): void {
    const sum = this.#doubles + number;
    if (Number.isFinite(sum)) {
      this.#compensation +=
        Math.abs(this.#doubles) >= Math.abs(number)
          ? this.#doubles - sum + number
          : number - sum + this.#doubles;
    }
    this.#doubles = sum;
  }

  total(): Value {
    if (this.#hasDouble) return new Double(this.#asDouble());
    return integer(this.#integers, this.#hasLong) ?? new Double(Number(this.#integers));
  }

  /** Null without any number. */
  mean(): Value {
    return this.count === 0 ? null : new Double(this.#asDouble() / this.count);
  }

  #asDouble(): number {
    const doubles = Number.isFinite(this.#doubles) ? this.#doubles + this.#compensation : this.#doubles;
    return doubles + Number(this.#integers);
  }
}

export function sum(values: readonly BsonNumber[]): Value {
  return sumOf(values).total();
}

export function average(values: readonly BsonNumber[]): Value {
  return sumOf(values).mean();
}

function sumOf(values: readonly BsonNumber[]): Sum {
  const total = new Sum();
  for (const value of values) total.add(value);
  return total;
}
