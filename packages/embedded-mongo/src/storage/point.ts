import { isDoc, type Value } from '../bson/value.ts';
import { conjuncts, type Filter } from '../query/filter.ts';
import type { Collection, Index } from './collection.ts';
import { boundsOf } from './interval.ts';
import { encodeEntry, successor } from './key-encoding.ts';
import { MAX_BOUND_BYTES } from './limits.ts';
import type { Plan, PlanRequest } from './plan-shape.ts';

/**
 * The plan that looks one document up: a unique index all of whose fields are given. Undefined if there is none. What most
 * reads and writes do, so that it is found without weighing anything.
 */
export function pointPlan({ indexes }: Collection, { filter, hint }: PlanRequest): Plan | undefined {
  if (hint === 'natural') return undefined;
  const conditions = conjuncts(filter);
  for (const index of hint ? [hint] : indexes) {
    if (!index.unique || !index.ready || index.multikey) continue;
    const key = keyOf(index, conditions);
    if (!key) continue;
    return {
      index,
      ranges: [{ low: key, high: successor(key) }],
      reverse: false,
      sorted: true,
      exact: conditions.length === index.fields.length,
      bounded: true,
      points: true,
      single: true,
    };
  }
  return undefined;
}

function keyOf({ id, fields }: Index, conditions: readonly Filter[]): Buffer | undefined {
  const values: Value[] = [];
  for (const { path } of fields) {
    const given = conditions.find((condition) => condition.kind === 'eq' && condition.path === path);
    if (given?.kind !== 'eq') return undefined;
    // Texts, dates and the like are looked up as they are; the others are judged as everywhere.
    if (!isPlain(given.value, given.collation) && !boundsOf(given)) return undefined;
    values.push(given.value);
  }
  return encodeEntry(id, fields, values).subarray(0, MAX_BOUND_BYTES);
}

function isPlain(value: Value, collation: Intl.Collator | undefined): boolean {
  if (typeof value !== 'object') return collation === undefined;
  if (value === null || Array.isArray(value) || isDoc(value)) return false;
  return value instanceof Date || value._bsontype === 'Int32' || value._bsontype === 'ObjectId';
}
