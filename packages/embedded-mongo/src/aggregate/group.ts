import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { isNumber, toDouble } from '../bson/numbers.ts';
import { MongoError, notSupported } from '../errors.ts';
import { encodeKey } from '../storage/key-encoding.ts';
import { PLAIN, type Context } from '../query/context.ts';
import type { Pace } from '../pace.ts';
import { ACCUMULATORS, type Accumulator } from './accumulators.ts';
import { compile } from './expression.ts';
import { UsedFields, type Expression } from './used-fields.ts';

export interface Group {
  id: Expression;
  fields: { name: string; value: Expression; accumulator: () => Accumulator }[];
  used: UsedFields;
  /** Set if it only counts: each field of the result is the number of documents, the id a constant. */
  countOnly: boolean;
}

/** Groups, and values kept in them: as much as fits into some 100 MB. */
const MAX_KEPT = 1_000_000;

/** @throws MongoError FailedToParse, NotImplemented for accumulators that this server does not have */
export function parseGroup(spec: Value, context: Context = PLAIN): Group {
  if (!isDoc(spec)) throw new MongoError('FailedToParse', "a group's fields must be specified in an object");
  const idSpec = spec.get('_id');
  if (idSpec === undefined)
    throw new MongoError('FailedToParse', 'a group specification must include an _id');
  const used = new UsedFields(context);
  const isConstant =
    !isDoc(idSpec) && !Array.isArray(idSpec) && !(typeof idSpec === 'string' && idSpec.startsWith('$'));
  let countOnly = isConstant;
  const fields = [...spec]
    .filter(([name]) => name !== '_id')
    .map(([name, value]) => {
      if (name.includes('.') || name.startsWith('$')) {
        throw new MongoError('FailedToParse', `The field name '${name}' is not allowed in a group`);
      }
      const [operator, argument] = isDoc(value) && value.size === 1 ? [...value][0]! : [];
      if (operator === undefined || argument === undefined) {
        throw new MongoError('FailedToParse', `The field '${name}' must be an accumulator object`);
      }
      const accumulator = ACCUMULATORS[operator];
      if (!accumulator) throw notSupported(`the accumulator ${operator}`);
      countOnly &&=
        operator === '$count' || (operator === '$sum' && isNumber(argument) && toDouble(argument) === 1);
      return { name, value: compile(argument, used), accumulator };
    });
  return { id: compile(idSpec, used), fields, used, countOnly };
}

/** The groups, in the order in which they began. */
export async function* groupDocuments(
  { id, fields }: Group,
  input: AsyncIterable<Doc[]>,
  pace: Pace,
): AsyncGenerator<Doc[]> {
  const groups = new Map<string, { id: Value; accumulators: Accumulator[] }>();
  let kept = 0;
  const keeps = fields.some(
    ({ accumulator }) => accumulator === ACCUMULATORS.$push || accumulator === ACCUMULATORS.$addToSet,
  );
  for await (const piece of input) {
    for (const doc of piece) {
      const key = id(doc) ?? null;
      const text = encodeKey(key).toString('latin1');
      let group = groups.get(text);
      if (!group) {
        group = { id: key, accumulators: fields.map(({ accumulator }) => accumulator()) };
        groups.set(text, group);
        kept++;
      }
      for (const [i, accumulator] of group.accumulators.entries()) accumulator.add(fields[i]!.value(doc));
      if (keeps) kept++;
    }
    if (kept > MAX_KEPT) {
      throw new MongoError(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `$group holds more than ${MAX_KEPT} groups and values`,
      );
    }
    await pace.giveWay();
  }
  let piece: Doc[] = [];
  for (const { id: groupId, accumulators } of groups.values()) {
    piece.push(
      new Map([
        ['_id', groupId] as const,
        ...accumulators.map((accumulator, i) => [fields[i]!.name, accumulator.result()] as const),
      ]),
    );
    if (piece.length === 100) {
      yield piece;
      piece = [];
      await pace.giveWay();
    }
  }
  if (piece.length > 0) yield piece;
}
