import type { LiveTotals, OutboxStatus } from '@ted/messaging';
import { byLabel, type Metrics } from '@ted/platform';
import type { PipelineResult } from './pipeline/pipeline.ts';

/** Items that each ring of a feed holds now, and may hold. */
export type Rings = Record<'ticks' | 'history' | 'bets', { length: number; size: number }>;

/** What is read at a scrape: sums over all feeds. There is no label for a feed, of which there may be thousands. */
export interface IngestFigures {
  totals: LiveTotals;
  /** Feeds, and those of them that are connected, or have not been heard of lately. */
  feeds: { followed: number; connected: number; silent: number };
  outbox: OutboxStatus;
  rings: readonly Rings[];
}

/** A tick is 250 ms; beyond that ingest falls behind. */
const UPDATE_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** Every metric of ingest. */
export class IngestMetrics {
  readonly #updateSeconds;
  readonly #ticks;
  readonly #records;
  readonly #metrics: Metrics;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
    this.#updateSeconds = metrics.histogram(
      'ted_update_duration_seconds',
      'From a feed update to its forecast, records and message to the gateways',
      UPDATE_SECONDS,
    );
    this.#ticks = metrics.counter('ted_ticks_total', 'Ticks of the game that became known');
    this.#records = metrics.counter('ted_records_total', 'Records made to be stored, by kind', ['kind']);
  }

  /** A feed update was taken. */
  taken({ ticks, records }: PipelineResult): void {
    this.#ticks.inc(ticks.length);
    for (const { kind } of records) this.#records.inc({ kind });
  }

  updateTook(seconds: number): void {
    this.#updateSeconds.observe(seconds);
  }

  /** Shows these figures from now on. */
  watch(figures: () => IngestFigures): void {
    const totals = (): LiveTotals => figures().totals;
    const outbox = (): OutboxStatus => figures().outbox;
    const { gauge, total } = bound(this.#metrics);

    gauge('ted_feed_connected', 'Whether the feed is connected, or all of them are', () =>
      Number(totals().connected),
    );
    gauge(
      'ted_feeds',
      'Feeds: all that are followed, those that are connected, and those silent for a minute',
      () => byLabel('state', figures().feeds),
      ['state'],
    );
    total('ted_feed_reconnects_total', 'Connections to the feed after the first', () => totals().reconnects);
    total('ted_feed_updates_total', 'Feed updates taken', () => totals().updates);
    total(
      'ted_feed_rejected_total',
      'Feed events that could not be used, by reason',
      () => byLabel('reason', totals().rejected),
      ['reason'],
    );
    gauge('ted_feed_last_update_timestamp_seconds', 'When the last feed update arrived, of any feed', () => {
      const at = totals().last_update_at;
      return at === null ? null : at / 1000;
    });
    total('ted_games_total', 'Games that were followed to their end', () => totals().games);
    total('ted_side_bets_total', 'Side bets recommended', () => totals().bets.total);
    gauge(
      'ted_ring_items',
      'Items that a memory ring holds',
      () =>
        byLabel(
          'ring',
          sumOf(figures().rings, ({ length }) => length),
        ),
      ['ring'],
    );
    gauge(
      'ted_ring_capacity',
      'Items that a memory ring may hold',
      () =>
        byLabel(
          'ring',
          sumOf(figures().rings, ({ size }) => size),
        ),
      ['ring'],
    );

    gauge('ted_persistence_enabled', 'The switch, as this process applies it', () =>
      Number(outbox().persistence_enabled),
    );
    gauge('ted_wedged', 'Whether nothing moves although work waits', () => Number(outbox().wedged !== null));
    gauge('ted_outbox_pending_records', 'Records accepted and not yet stored', () => outbox().pending);
    gauge('ted_outbox_batches_out', 'Batches that are in Redis', () => outbox().batches_out);
    gauge(
      'ted_outbox_oldest_age_seconds',
      'Age of the oldest record that waits; 0 if none does',
      () => (outbox().oldest_ms ?? 0) / 1000,
    );
    gauge('ted_outbox_bytes', 'Size of the outbox on disk', () => outbox().bytes);
    gauge('ted_outbox_max_bytes', 'Bound of the outbox on disk', () => outbox().max_bytes);
    gauge(
      'ted_outbox_accept_seconds',
      'The slowest acceptance (to synced on disk) of the last second, or the one that lasts',
      () => {
        const { accept_ms, accepting_ms } = outbox();
        if (accept_ms === null && accepting_ms === null) return null;
        return Math.max(accept_ms ?? 0, accepting_ms ?? 0) / 1000;
      },
    );
    total(
      'ted_outbox_stored_total',
      'Records that left the outbox because they are stored',
      () => outbox().stored,
    );
    total(
      'ted_outbox_dropped_total',
      'Records given up because the outbox was full, by kind',
      () => byLabel('kind', outbox().dropped),
      ['kind'],
    );
    total(
      'ted_records_skipped_total',
      'Records that memory did not hold while persistence was off',
      () => outbox().skipped_while_off,
    );
    gauge('ted_redis_up', 'Whether Redis answers', () => Number(outbox().redis.ok));
    gauge('ted_outbox_disk_up', 'Whether the outbox can be written', () => Number(outbox().disk.ok));
  }
}

/** So that the list above reads as a list. */
function bound(metrics: Metrics): Pick<Metrics, 'gauge' | 'total'> {
  return { gauge: metrics.gauge.bind(metrics), total: metrics.total.bind(metrics) };
}

function sumOf(rings: readonly Rings[], of: (ring: Rings['ticks']) => number): Record<string, number> {
  const sums = { ticks: 0, history: 0, bets: 0 };
  for (const each of rings) {
    sums.ticks += of(each.ticks);
    sums.history += of(each.history);
    sums.bets += of(each.bets);
  }
  return sums;
}
