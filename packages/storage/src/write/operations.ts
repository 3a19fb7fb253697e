import type { RecordKind, RecordOf, TedRecord } from '@ted/messaging';
import type { CollectionName } from '../collections/models.ts';

/** One update of one document. `upsert` unless it only completes a document that is there. */
export interface UpdateOperation {
  collection: CollectionName;
  filter: Record<string, unknown>;
  update: Record<string, Record<string, unknown>>;
}

/**
 * What a record does. `upserts` can be applied in any order, any number of times. `closing` comes after them: it sets a
 * game's end once, and cannot be an upsert because its filter excludes games that already have one.
 */
export interface RecordOperations {
  upserts: UpdateOperation[];
  closing: UpdateOperation[];
}

type Build<K extends RecordKind> = (record: RecordOf<K>) => RecordOperations;

const upsert = (operation: UpdateOperation): RecordOperations => ({ upserts: [operation], closing: [] });

/** A game's document: values only rise (`$max`), fall (`$min`) or are the same whoever says them (`$set`). */
function raiseGame(
  record: { feed: string; game_id: string; created_at: number },
  parts: { min?: object; max?: object; set?: object; status: string },
): UpdateOperation {
  const at = new Date(record.created_at);
  const set = withoutNulls(parts.set ?? {});
  return {
    collection: 'games',
    filter: { feed: record.feed, game_id: record.game_id },
    update: {
      $setOnInsert: { status: parts.status },
      $min: { created_at: at, ...parts.min },
      $max: { updated_at: at, ...withoutNulls(parts.max ?? {}) },
      ...(Object.keys(set).length > 0 && { $set: set }),
    },
  };
}

/** Sets a game's end if it has none yet: the first word holds. */
function closeGame(
  game: { feed: string; game_id: string },
  endTick: number,
  finalPrice: number,
): UpdateOperation {
  return {
    collection: 'games',
    filter: { feed: game.feed, game_id: game.game_id, end_tick: null },
    update: {
      $set: { status: 'ended', end_tick: endTick, duration_ticks: endTick, final_price: finalPrice },
    },
  };
}

/** What the ingest whose forecasts count says of them; every ingest's, in a batch of an older one. */
function forecastFigures(r: RecordOf<'game_ended'>): UpdateOperation {
  const set = withoutNulls({ scores: r.scores, challenger_scores: r.challenger_scores });
  return {
    collection: 'games',
    filter: { feed: r.feed, game_id: r.game_id, ...(r.ingest_id && { forecast_owner: r.ingest_id }) },
    update: {
      $max: { side_bets_placed: r.side_bets_placed },
      ...(Object.keys(set).length > 0 && { $set: set }),
    },
  };
}

/** A document that is written once and never changed by a repeat. */
function insertOnce(
  collection: CollectionName,
  key: Record<string, unknown>,
  rest: Record<string, unknown>,
): RecordOperations {
  return upsert({ collection, filter: key, update: { $setOnInsert: rest } });
}

const builders: { [K in RecordKind]: Build<K> } = {
  game_started: (r) =>
    upsert(
      raiseGame(r, {
        status: 'running',
        min: { start_tick: r.start_tick },
        max: { last_tick: r.start_tick, peak_price: r.peak_price, peak_tick: r.peak_tick },
        set: {
          server_seed_hash: r.server_seed_hash,
          committed_seed_hash: r.server_seed_hash,
          version: r.version,
        },
      }),
    ),

  game_progress: (r) =>
    upsert(
      raiseGame(r, {
        status: 'running',
        max: { last_tick: r.tick, peak_price: r.peak_price, peak_tick: r.peak_tick },
      }),
    ),

  game_ended: (r) => ({
    upserts: [
      raiseGame(r, {
        status: 'running',
        min: { start_tick: r.start_tick, ended_at: new Date(r.created_at) },
        max: {
          last_tick: r.end_tick,
          peak_price: r.peak_price,
          peak_tick: r.peak_tick,
          // A process that was started in mid-game may know of less.
          had_predictions: r.had_predictions,
        },
        set: { missed_ticks: r.missed_ticks, patterns_detected: r.patterns_detected, log_e: r.log_e },
      }),
    ],
    closing: [closeGame(r, r.end_tick, r.final_price), forecastFigures(r)],
  }),

  game_abandoned: (r) => ({
    upserts: [raiseGame(r, { status: 'running', max: { last_tick: r.last_tick } })],
    closing: [
      {
        collection: 'games',
        filter: { feed: r.feed, game_id: r.game_id, end_tick: null },
        update: { $set: { status: 'abandoned', abandoned_at: new Date(r.created_at) } },
      },
    ],
  }),

  game_revealed: (r) => ({
    upserts: [
      raiseGame(r, {
        status: 'revealed',
        ...(r.end_tick !== null && { min: { ended_at: new Date(r.created_at) } }),
        max: { last_tick: r.end_tick, peak_price: r.peak_price, peak_tick: r.peak_tick },
        set: {
          server_seed: r.server_seed,
          server_seed_hash: r.server_seed_hash,
          version: r.version,
          feed_timestamp: r.feed_timestamp === null ? null : new Date(r.feed_timestamp),
        },
      }),
    ],
    closing: [
      ...(r.end_tick === null || r.final_price === null ? [] : [closeGame(r, r.end_tick, r.final_price)]),
      {
        // What the seed is compared with. A game that has been checked does not need it any more.
        collection: 'games',
        filter: { feed: r.feed, game_id: r.game_id, 'fairness.verdict': null },
        update: {
          $set: { revealed: { end_tick: r.end_tick, peak_price: r.peak_price, prices: r.prices ?? null } },
        },
      },
    ],
  }),

  prediction: ({
    kind: _kind,
    v: _v,
    feed,
    game_id,
    predicted_at_tick,
    model_version,
    ingest_id,
    created_at,
    ...rest
  }) =>
    insertOnce(
      'predictions',
      { feed, game_id, predicted_at_tick, model_version, ingest_id },
      {
        ...rest,
        created_at: new Date(created_at),
        resolved: false,
        actual_end_tick: null,
        error_metrics: null,
      },
    ),

  side_bet: ({ kind: _kind, v: _v, feed, game_id, placed_at_tick, ingest_id, created_at, ...rest }) =>
    insertOnce(
      'side_bets',
      { feed, game_id, placed_at_tick, ingest_id },
      { ...rest, created_at: new Date(created_at), resolved: false, actual_outcome: 'PENDING', payout: null },
    ),

  tick_sample: ({ feed, game_id, tick, price, features, created_at }) => {
    const at = new Date(created_at);
    return insertOnce(
      'tick_samples',
      { feed, game_id, tick },
      { price, features, timestamp: at, created_at: at },
    );
  },

  system_sample: ({ kind: _kind, v: _v, feed, ingest_id, minute, created_at, ...rest }) =>
    insertOnce(
      'system_samples',
      { feed, ingest_id, minute: new Date(minute) },
      { ...rest, created_at: new Date(created_at) },
    ),
};

/** The operations of one record. */
export function operationsOf(record: TedRecord): RecordOperations {
  return (builders[record.kind] as Build<RecordKind>)(record);
}

function withoutNulls(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
