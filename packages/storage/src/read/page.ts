import type { Model, QueryFilter } from 'mongoose';
import { Types } from 'mongoose';

/** Where a page begins: right after the document with this time and id, towards older or newer ones. */
export interface Cursor {
  direction: 'older' | 'newer';
  /** ms since 1970. */
  at: number;
  id: string;
}

export interface PageRequest {
  limit: number;
  cursor?: Cursor | undefined;
  /** From this moment on. */
  from?: Date | undefined;
  /** Up to, and without, this moment. */
  to?: Date | undefined;
}

export interface Page<T> {
  /** Newest first. */
  items: T[];
  /** Null where nothing older or newer is. */
  older: Cursor | null;
  newer: Cursor | null;
}

/** The order of a collection's pages. An index on feed, `time` and `id` must exist: then a page costs what it shows. */
export interface PageOrder<T> {
  time: keyof T & string;
  /** Tells documents of one moment apart: unique within a feed. */
  id: (keyof T & string) | '_id';
}

/**
 * One page by position, not by number: documents that come or go meanwhile shift nothing, and the millionth page costs as
 * much as the first.
 */
export async function readPage<T extends object>(
  model: Model<T>,
  order: PageOrder<T>,
  filter: QueryFilter<T>,
  { limit, cursor, from, to }: PageRequest,
): Promise<Page<T>> {
  const towardsNewer = cursor?.direction === 'newer';
  const sign = towardsNewer ? 1 : -1;
  const found = await model
    .find({ ...filter, ...positionFilter(order, cursor, within(from, to)) } as QueryFilter<T>)
    .sort({ [order.time]: sign, [order.id]: sign })
    .limit(limit + 1)
    .lean<T[]>();
  const more = found.length > limit;
  const items = found.slice(0, limit);
  if (towardsNewer) items.reverse();
  const [newest, oldest] = [items[0], items.at(-1)];
  const moreNewer = cursor !== undefined && (!towardsNewer || more);
  const moreOlder = towardsNewer || more;
  return {
    items,
    older: oldest && moreOlder ? cursorAt(order, oldest, 'older') : null,
    newer: newest && moreNewer ? cursorAt(order, newest, 'newer') : null,
  };
}

/** The condition on a time field for the half-open range; undefined where it has no end at all. */
export function within(from: Date | undefined, to: Date | undefined): Record<string, Date> | undefined {
  if (!from && !to) return undefined;
  return { ...(from && { $gte: from }), ...(to && { $lt: to }) };
}

function positionFilter<T>(
  { time, id }: PageOrder<T>,
  cursor: Cursor | undefined,
  range: Record<string, Date> | undefined,
): Record<string, unknown> {
  // Without an end a document has no place in the order.
  if (!cursor) return { [time]: range ?? { $gt: new Date(0) } };
  const at = new Date(cursor.at);
  const tie = id === '_id' ? new Types.ObjectId(cursor.id) : cursor.id;
  const [beyond, upTo] = cursor.direction === 'newer' ? ['$gt', '$gte'] : ['$lt', '$lte'];
  return {
    // The bound that the index needs, and what is exact among documents of the cursor's own moment.
    $and: [{ [time]: { $gt: new Date(0), ...range } }, { [time]: { [upTo]: at } }],
    $or: [{ [time]: { [beyond]: at } }, { [id]: { [beyond]: tie } }],
  };
}

function cursorAt<T>(order: PageOrder<T>, document: T, direction: Cursor['direction']): Cursor {
  const { [order.time]: at, [order.id]: id } = document as Record<string, unknown>;
  return { direction, at: Number(at), id: String(id) };
}
