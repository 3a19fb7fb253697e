import type { CollectionName } from '../collections/models.ts';

/** The feed that the original followed; its documents did not say so. */
const ORIGINAL_FEED = 'rugs';

/** Other names that the original's code used for what is stored under one name now. */
const RENAMED: Partial<Record<CollectionName, Record<string, string>>> = {
  games: { end_price: 'final_price', final_tick: 'end_tick', peak: 'peak_price' },
  predictions: {
    tick: 'predicted_at_tick',
    predicted_tick: 'predicted_end_tick',
    actual_tick: 'actual_end_tick',
    version: 'model_version',
  },
  side_bets: {
    tick: 'placed_at_tick',
    p_win_40: 'probability',
    coverage_end_tick: 'window_end_tick',
    action: 'recommendation',
    outcome: 'actual_outcome',
  },
  metrics_hourly: { hour: 'hour_start' },
  tick_samples: { gameId: 'game_id' },
};

const DATE_FIELDS = ['created_at', 'updated_at', 'hour_start', 'hour_end', 'timestamp'];

type Document = Record<string, unknown> & { _id: unknown };

/**
 * What has to change in a document of the original so that it has TED's names and a natural key, or undefined if nothing.
 * Pure. Values that are there are never overwritten by ones under an older name.
 */
export function modernised(
  collection: CollectionName,
  document: Document,
): { set: Record<string, unknown>; unset: string[] } | undefined {
  const set: Record<string, unknown> = {};
  const unset: string[] = [];
  for (const [from, to] of Object.entries(RENAMED[collection] ?? {})) {
    if (!(from in document)) continue;
    if (!(to in document)) set[to] = document[from];
    unset.push(from);
  }
  const now = { ...document, ...set };
  if (!('feed' in now)) set.feed = ORIGINAL_FEED;
  for (const field of DATE_FIELDS) {
    const value = (now as Record<string, unknown>)[field];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    // The original's texts are UTC without saying so.
    const date = new Date(
      typeof value === 'string' && !/(Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value,
    );
    if (!Number.isNaN(Number(date))) set[field] = date;
  }
  if (!('created_at' in now)) set.created_at = creationTime(document._id);
  Object.assign(set, missingParts(collection, { ...now, ...set }));
  return Object.keys(set).length > 0 || unset.length > 0 ? { set, unset } : undefined;
}

/** Key parts and states that did not exist then. */
function missingParts(
  collection: CollectionName,
  document: Record<string, unknown>,
): Record<string, unknown> {
  const parts: Record<string, unknown> = {};
  const give = (field: string, value: unknown) => {
    if (!(field in document)) parts[field] = value;
  };
  if (collection === 'predictions') {
    give('model_version', 'original');
    give('ingest_id', 'original');
    // Without TED's own scores it never counts in them, and its outcome is as final as it will get.
    give('last_before_end', false);
    give('resolved', true);
  } else if (collection === 'side_bets') {
    give('ingest_id', 'original');
    give('resolved', true);
    give('actual_outcome', 'VOID');
    if (document.actual_outcome === 'PENDING' && !('resolved' in document)) parts.actual_outcome = 'VOID';
  } else if (collection === 'games') {
    give('status', document.end_tick == null ? 'abandoned' : 'ended');
  }
  return parts;
}

function creationTime(id: unknown): Date {
  const withTime = id as { getTimestamp?: () => Date } | null;
  return typeof withTime?.getTimestamp === 'function' ? withTime.getTimestamp() : new Date(0);
}

/** Of several documents with one natural key, the one worth keeping: with an outcome, then the one changed last. Pure. */
export function bestOf<T extends Record<string, unknown>>(documents: readonly T[]): T {
  const worth = (d: T) => [
    d.actual_end_tick != null || d.end_tick != null || ['WON', 'LOST'].includes(String(d.actual_outcome))
      ? 1
      : 0,
    Number(d.updated_at ?? d.created_at ?? 0),
  ];
  return [...documents].sort((a, b) => {
    const [outcomeA = 0, timeA = 0] = worth(a);
    const [outcomeB = 0, timeB = 0] = worth(b);
    return outcomeB - outcomeA || timeB - timeA;
  })[0]!;
}
