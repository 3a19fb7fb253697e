import { compareValues } from '../bson/compare.ts';
import { decodeDocument } from '../bson/decode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { conjuncts, type Filter } from '../query/filter.ts';
import { findDocuments } from '../query/find.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { collectValues, parsePath, type Path } from '../query/paths.ts';
import type { Pace } from '../pace.ts';
import type { Collection, Index } from '../storage/collection.ts';
import { encodeKey, invert, successor } from '../storage/key-encoding.ts';
import { idPrefix, recordIdAtEnd } from '../storage/record-key.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { Store } from '../storage/store.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';
import { documentsOfView } from './views.ts';

export const distinct: Command = {
  name: 'distinct',
  readsViews: true,
  fields: ['key', 'query', 'hint', 'collation'],
  async run(invocation) {
    const { server, args, pace, context } = invocation;
    const namespace = namespaceOf(invocation);
    const collection = server.store.catalog.get(namespace);
    const path = args.string('key');
    const filter = parseFilter(args.document('query', new Map()), context);
    const hint = args.hint();
    const shown = documentsOfView(
      server.store,
      namespace,
      { filter, sort: [], skip: 0, limit: 0 },
      context,
      pace,
    );
    if (shown) {
      const distinct = new DistinctValues(path);
      for await (const piece of shown) for (const doc of piece) distinct.add(doc);
      return { values: unique(distinct.values, context.collation) };
    }
    if (!collection) return { values: [] };
    const index = collection.indexes.find((own) => own.ready && !own.multikey && own.key[0]![0] === path);
    const jumps = index && !context.collation && conjuncts(filter).length === 0 && hint === undefined;
    const values = jumps ? await distinctOfIndex(server.store, collection, index, pace) : undefined;
    return {
      values: unique(
        values ?? (await distinctOfDocuments(server.store, collection, path, filter, hint, pace)),
        context.collation,
      ),
    };
  },
};

/** Of values that a collation does not tell apart the first. */
function unique(values: Value[], collation: Intl.Collator | undefined): Value[] {
  if (!collation) return values;
  const sorted = values.map((value, place) => ({ value, place }));
  sorted.sort((a, b) => compareValues(a.value, b.value, collation) || a.place - b.place);
  return sorted
    .filter(({ value }, i) => i === 0 || compareValues(value, sorted[i - 1]!.value, collation) !== 0)
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

async function distinctOfDocuments(
  store: Store,
  collection: Collection,
  path: string,
  filter: Filter,
  hint: Parameters<typeof indexOfHint>[1] | undefined,
  pace: Pace,
): Promise<Value[]> {
  const distinct = new DistinctValues(path);
  const fields = new Set([parsePath(path)[0]!]);
  const query = {
    filter,
    sort: [],
    skip: 0,
    limit: 0,
    hint: hint === undefined ? undefined : indexOfHint(collection, hint),
  };
  for await (const piece of findDocuments(store, collection, query, pace)) {
    for (const { raw } of piece) distinct.add(decodeDocument(raw, fields));
  }
  return distinct.values;
}

class DistinctValues {
  readonly #names: Path;
  readonly #values = new Map<string, Value>();

  constructor(path: string) {
    this.#names = parsePath(path);
  }

  add(doc: Doc): void {
    for (const value of collectValues(doc, this.#names)) {
      if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
      const key = encodeKey(value).toString('latin1');
      if (!this.#values.has(key)) this.#values.set(key, value);
    }
  }

  get values(): Value[] {
    return [...this.#values.values()];
  }
}

/**
 * Jumps in the index from one value of its first field to the next. Undefined if a document has no such field: its key is
 * the same as that of null, so that the index cannot tell whether null is there, too.
 */
async function distinctOfIndex(
  store: Store,
  collection: Collection,
  index: Index,
  pace: Pace,
): Promise<Value[] | undefined> {
  const { names, direction } = index.fields[0]!;
  const fields = new Set([names[0]!]);
  const end = idPrefix(index.id + 1);
  const found: Value[] = [];
  index.uses.count++;
  for (let start: Buffer | undefined = idPrefix(index.id); start;) {
    const from: Buffer = start;
    start = undefined;
    for (const { key, value: entry } of store.entries.getRange({ start: from, end, limit: 1 })) {
      const raw = store.document(collection, recordIdAtEnd(index.unique ? entry : key));
      const value = raw && collectValues(decodeDocument(raw, fields), names)[0];
      if (value === undefined) return undefined;
      found.push(value);
      const bytes = encodeKey(value);
      start = successor(Buffer.concat([idPrefix(index.id), direction === 1 ? bytes : invert(bytes)]));
    }
    await pace.giveWay();
  }
  return found;
}
