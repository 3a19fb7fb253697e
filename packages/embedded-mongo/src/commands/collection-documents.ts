import { Int32 } from 'bson';
import { decoded, pushDown, runStages, type Stage } from '../aggregate/pipeline.ts';
import type { Doc, Value } from '../bson/value.ts';
import type { Pace } from '../pace.ts';
import { countDocuments, findDocuments, type Query } from '../query/find.ts';
import type { Collection } from '../storage/collection.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { Store } from '../storage/store.ts';

/** The documents of a collection after the stages, as far as they can be computed while reading it. */
export function collectionDocuments(
  store: Store,
  collection: Collection | undefined,
  stages: readonly Stage[],
  hint: string | Doc | undefined,
  pace: Pace,
): AsyncGenerator<Doc[]> {
  if (!collection) return runStages(nothing(), stages, pace);
  const { query, rest } = pushDown(stages);
  const full: Query = { ...query, hint: hint === undefined ? undefined : indexOfHint(collection, hint) };
  const [first, ...others] = rest;
  if ((first?.kind === 'group' && first.group.countOnly) || first?.kind === 'count') {
    return runStages(counted(store, collection, full, first, pace), others, pace);
  }
  return runStages(decoded(findDocuments(store, collection, full, pace), first), rest, pace);
}

/** What drivers ask for with countDocuments: one number, which an index can give. */
async function* counted(
  store: Store,
  collection: Collection,
  query: Query,
  stage: Extract<Stage, { kind: 'group' | 'count' }>,
  pace: Pace,
): AsyncGenerator<Doc[]> {
  const count = new Int32(await countDocuments(store, collection, query, pace));
  if (count.value === 0) return;
  if (stage.kind === 'count') yield [new Map([[stage.field, count]])];
  else {
    const id = stage.group.id(new Map()) ?? null;
    yield [
      new Map<string, Value>([['_id', id], ...stage.group.fields.map(({ name }) => [name, count] as const)]),
    ];
  }
}

/* eslint-disable-next-line @typescript-eslint/require-await -- a generator that has nothing to wait for */
async function* nothing(): AsyncGenerator<Doc[]> {
  yield [];
}
