import { persistenceStatus as answer } from '../schemas/persistence.ts';
import type { Gateway } from '../gateway.ts';
import type { FollowedFeed } from '../live/followed-feed.ts';
import { feedQuery } from '../schemas/common.ts';
import { endpoint } from './endpoint.ts';

/** What every persistence endpoint answers while it is off. */
export const DISABLED = { enabled: false, message: 'Persistence is disabled' } as const;

function repositoryStatus(gateway: Gateway, { mirror }: FollowedFeed) {
  const { totals, mongodb } = gateway.parts;
  return {
    enabled: true,
    last_save: totals.last_save?.toISOString() ?? '',
    records_saved: totals.records_saved,
    records_pending: mirror.state?.outbox.pending ?? 0,
    errors: totals.errors,
    last_error: totals.last_error,
    connected: mongodb.ok,
  };
}

export const persistenceStatus = endpoint({
  method: 'get',
  path: '/api/persistence/status',
  tag: 'persistence',
  summary: 'Whether TED stores, and how far it has come',
  query: feedQuery,
  answer,
  errors: [404, 503],
  handle: async (gateway, { query }) => {
    if (!gateway.live.persistenceEnabled) return DISABLED;
    const feed = await gateway.feeds.ask(query.feed);
    const { values } = gateway.live;
    const repository = repositoryStatus(gateway, feed);
    const components = gateway.components(feed);
    return {
      enabled: true,
      repository,
      manager: {
        enabled: true,
        running: components.persistence_workers.status !== 'down' && components.mongodb.status === 'ok',
        persist_interval: values.PERSISTENCE_INTERVAL_SECONDS,
        batch_size: values.PERSISTENCE_BATCH_SIZE,
        retention_days: {
          tick_samples: values.TICK_RETENTION_DAYS,
          predictions: values.PREDICTION_RETENTION_DAYS,
          side_bets: values.SIDEBET_RETENTION_DAYS,
          games: values.GAME_RETENTION_DAYS,
          metrics: values.METRICS_RETENTION_DAYS,
        },
        repository_status: repository,
      },
      outbox: feed.mirror.state?.outbox ?? null,
      workers: gateway.parts.workers(),
      components,
    };
  },
});
