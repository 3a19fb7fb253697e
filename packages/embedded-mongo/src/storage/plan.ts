import { MongoError } from '../errors.ts';
import { conjuncts, type Filter } from '../query/filter.ts';
import type { Sort } from '../query/sort.ts';
import type { Collection, Index } from './collection.ts';
import { boundsOf, byteRanges, intersect, type Bounds, type ByteRange } from './interval.ts';
import { MAX_BOUND_BYTES } from './limits.ts';
import type { Plan, PlanRequest } from './plan-shape.ts';
import { pointPlan } from './point.ts';
import { idPrefix } from './record-key.ts';
import type { Store } from './store.ts';

/** More combinations of `$in` values than this are not looked up one by one. */
const MAX_RANGES = 10_000;

/** The cheapest way to answer, judged by how many keys each way would read. */
export function choosePlan(store: Store, collection: Collection, request: PlanRequest): Plan {
  if (request.hint === 'natural') return collectionScan(collection, request);
  const point = pointPlan(collection, request);
  if (point) return point;
  const indexes = request.hint ? [request.hint] : collection.indexes.filter(({ ready }) => ready);
  const bounded: Plan[] = [];
  const ordered: Plan[] = [];
  for (const index of indexes) {
    const plan = planFor(index, request);
    if (plan.single) return plan;
    if (plan.bounded) bounded.push(plan);
    if (plan.sorted && request.sort.length > 0) ordered.push(plan);
    if (request.hint) return plan;
  }
  if (ordered.length === 0 && bounded.length <= 1) return bounded[0] ?? collectionScan(collection, request);
  const best = leastKeys(store, bounded, collection.count, request.wanted);
  return (
    cheaperInOrder(store, collection, request, best, ordered) ??
    best.plan ??
    collectionScan(collection, request)
  );
}

function collectionScan(collection: Collection, request: PlanRequest): Plan {
  const ranges = [{ low: idPrefix(collection.id), high: idPrefix(collection.id + 1) }];
  return {
    index: undefined,
    ranges,
    reverse: false,
    sorted: request.sort.length === 0,
    exact: conjuncts(request.filter).length === 0,
    bounded: false,
    points: false,
    single: false,
  };
}

function planFor(index: Index, { filter, sort }: PlanRequest): Plan {
  const conditions = conjuncts(filter);
  let prefixes: Buffer[] = [idPrefix(index.id)];
  let ranges: ByteRange[] | undefined;
  let absorbed = 0;
  let exact = !index.multikey;
  let fixed = 0; // fields with one value each
  let given = 0; // fields with any bounds
  let points = true;
  for (const { path, direction } of index.fields) {
    const here = conditions.filter((condition) => 'path' in condition && condition.path === path);
    const bounds = combine(index, here);
    if (!bounds || prefixes.length * bounds.intervals.length > MAX_RANGES) break;
    given++;
    absorbed += here.filter((condition) => boundsOf(condition)).length;
    exact &&= bounds.exact;
    const parts = byteRanges(bounds, direction);
    if (!bounds.points) {
      points = false;
      ranges = prefixes.flatMap((prefix) =>
        parts.map(({ low, high }) => ({
          low: Buffer.concat([prefix, low]),
          high: Buffer.concat([prefix, high]),
        })),
      );
      break;
    }
    // A point's own bytes are where its range begins.
    const keys = bounds.intervals.length === 1 ? parts : distinct(parts);
    if (keys.length === 1 && fixed === given - 1) fixed++;
    ranges = prefixes.flatMap((prefix) =>
      keys.map(({ low, high }) => ({
        low: Buffer.concat([prefix, low]),
        high: Buffer.concat([prefix, high]),
      })),
    );
    prefixes = ranges.map(({ low }) => low);
  }
  const order = orderOf(index, sort, fixed);
  return {
    index,
    ranges: ranges?.map(clip) ?? [{ low: idPrefix(index.id), high: idPrefix(index.id + 1) }],
    reverse: order === 'backward',
    sorted: order !== 'none',
    exact: exact && absorbed === conditions.length,
    bounded: given > 0,
    points,
    single: index.unique && !index.multikey && fixed === index.fields.length,
  };
}

/** LMDB takes no longer bytes. Cut behind all that a stored key can have, a bound still lies between the same keys. */
function clip({ low, high }: ByteRange): ByteRange {
  return { low: low.subarray(0, MAX_BOUND_BYTES), high: high.subarray(0, MAX_BOUND_BYTES) };
}

/**
 * All conditions on one field together. In a multikey index different elements of an array may satisfy different conditions,
 * so that only one of them can bound the keys.
 */
function combine(index: Index, conditions: readonly Filter[]): Bounds | undefined {
  let bounds: Bounds | undefined;
  for (const condition of conditions) {
    const next = boundsOf(condition);
    if (!next) continue;
    if (!bounds) bounds = next;
    else if (!index.multikey) bounds = intersect(bounds, next);
  }
  return bounds;
}

function distinct(ranges: ByteRange[]): ByteRange[] {
  const sorted = [...ranges].sort((a, b) => Buffer.compare(a.low, b.low));
  return sorted.filter((range, i) => i === 0 || !range.low.equals(sorted[i - 1]!.low));
}

/** Whether reading the index gives the order asked for; fields with one value do not matter for it. */
function orderOf(index: Index, sort: Sort, fixed: number): 'forward' | 'backward' | 'none' {
  if (sort.length === 0) return 'forward';
  if (index.multikey || sort.some(({ collation }) => collation)) return 'none';
  const single = new Set(index.fields.slice(0, fixed).map(({ path }) => path));
  const wanted = sort.filter(({ path }) => !single.has(path));
  const order = wanted.length === 0 ? 1 : wanted[0]!.direction;
  let at = 0;
  let relative: number | undefined;
  for (const { path, direction } of index.fields) {
    if (at === wanted.length) break;
    if (path === wanted[at]!.path) {
      const turn = direction * wanted[at]!.direction;
      if (relative !== undefined && turn !== relative) return 'none';
      relative = turn;
      at++;
    } else if (!single.has(path)) return 'none';
  }
  if (at < wanted.length) return 'none';
  return (relative ?? order) === 1 ? 'forward' : 'backward';
}

interface Estimate {
  plan: Plan | undefined;
  /** Keys that it reads. */
  keys: number;
}

/** Counting ahead ends here: beyond it the counting itself would keep others waiting. A limit may end the query early. */
const MAX_COUNTED = 65_536;
const MAX_COUNTED_WITH_LIMIT = 512;

/** Counts ahead in all plans together until the first has come to its end. Counting is far cheaper than reading. */
function leastKeys(store: Store, plans: readonly Plan[], total: number, wanted: number): Estimate {
  if (plans.length === 0) return { plan: undefined, keys: total };
  const end = wanted === 0 ? MAX_COUNTED : MAX_COUNTED_WITH_LIMIT;
  for (let most = 16; most <= end; most *= 8) {
    const counts = plans.map((plan) => countUpTo(store, plan, most));
    const least = Math.min(...counts);
    if (least < most) return { plan: plans[counts.indexOf(least)], keys: least };
  }
  // All are long. A range (of time, mostly) is likely to be narrower than one value of a field that has few.
  const plan = plans.find(({ points }) => !points) ?? plans.find(({ sorted }) => sorted) ?? plans[0];
  return { plan, keys: Math.sqrt(end * Math.max(total, end)) };
}

/** Skipping and counting happen in lmdb itself, in a tenth of the time of looking at each key here. */
function countUpTo(store: Store, plan: Plan, most: number): number {
  let count = 0;
  for (const { low: start, high: end } of plan.ranges) {
    if (hasKeyAt(store, start, end, most - count - 1)) return most;
    // It ignores a limit: only now is it known to end soon.
    count += store.entries.getKeysCount({ start, end });
  }
  return count;
}

/** Whether the range has a key after so many others. */
function hasKeyAt(store: Store, start: Buffer, end: Buffer, offset: number): boolean {
  for (const _ of store.entries.getKeys({ start, end, offset, limit: 1 })) return true;
  return false;
}

/**
 * A plan that reads in the order asked for can stop early, but reads what does not match, too: if `matching` of all
 * documents match, it finds one in every `all / matching` keys.
 */
function cheaperInOrder(
  store: Store,
  collection: Collection,
  { wanted }: PlanRequest,
  best: Estimate,
  ordered: readonly Plan[],
): Plan | undefined {
  if (best.plan?.sorted) return undefined;
  const matching = Math.max(1, best.keys);
  // So many documents may not fit into the memory of a sort; reading them in order always ends well.
  const mayNotFit = wanted === 0 && best.keys > MAX_COUNTED;
  let cheapest: Plan | undefined;
  let leastCost = best.plan && !mayNotFit ? matching : Infinity;
  for (const plan of ordered) {
    const counted = plan.bounded ? countUpTo(store, plan, MAX_COUNTED_WITH_LIMIT) : MAX_COUNTED_WITH_LIMIT;
    const all = counted < MAX_COUNTED_WITH_LIMIT ? counted : collection.count;
    const cost = wanted === 0 ? all : Math.min(all, (wanted * all) / matching);
    if (cost < leastCost) {
      cheapest = plan;
      leastCost = cost;
    }
  }
  return cheapest;
}

/** The index that a command's `hint` names. @throws MongoError BadValue */
export function indexOfHint(
  collection: Collection,
  hint: string | ReadonlyMap<string, unknown>,
): Index | 'natural' {
  if (typeof hint !== 'string' && [...hint.keys()].join() === '$natural') return 'natural';
  const index = collection.indexes.find(({ name, key, ready }) => {
    if (!ready) return false;
    if (typeof hint === 'string') return name === hint;
    const wanted = [...hint].map(([path, direction]) => `${path} ${Number(direction)}`);
    return wanted.join() === key.map(([path, direction]) => `${path} ${direction}`).join();
  });
  if (!index) {
    throw new MongoError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return index;
}
