import { status as answer } from '../schemas/status.ts';
import { gameState } from '../views/game-state.ts';
import { API_VERSION } from '../views/messages.ts';
import { patternAccuracy } from '../views/pattern-statistics.ts';
import { mlStatus } from '../views/prediction.ts';
import { sideBetPerformance } from '../views/side-bet.ts';
import type { Gateway } from '../gateway.ts';
import type { FollowedFeed } from '../live/followed-feed.ts';
import { feedQuery } from '../schemas/common.ts';
import { endpoint } from './endpoint.ts';

/** One view of everything; also the answer to the WebSocket's `status`. */
export function fullStatus(gateway: Gateway, feed: FollowedFeed) {
  const { state } = feed.mirror;
  const records = feed.records(1000);
  const clients = gateway.clients();
  const rejected = Object.values(state?.totals.rejected ?? {}).reduce((sum, count) => sum + count, 0);
  const components = gateway.components(feed);
  return {
    system: {
      status: 'running',
      version: API_VERSION,
      environment: gateway.options.environment,
      uptime_seconds: gateway.uptimeSeconds,
      start_time: new Date(gateway.startedAt).toISOString(),
      degraded: components.degraded.length > 0,
    },
    connections: {
      rugs_backend: components.feed.status === 'ok',
      frontend_clients: clients.current,
      total_connections: clients.total,
      reconnect_attempts: state?.totals.reconnects ?? 0,
    },
    statistics: {
      total_game_updates: state?.totals.updates ?? 0,
      total_errors: rejected,
      games_analyzed: state?.totals.games ?? 0,
      pattern_accuracy: patternAccuracy(state?.history ?? []),
      rejected_events: state?.totals.rejected ?? {},
    },
    ml: mlStatus(state, records),
    side_bet_performance: sideBetPerformance(state),
    last_error: gateway.parts.totals.last_error,
    current_game: gameState(state),
    feed: feed.name,
    feed_kind: feed.kind,
    persistence: {
      enabled: gateway.live.persistenceEnabled,
      ...gateway.parts.totals,
      outbox: state?.outbox ?? null,
      workers: gateway.parts.workers(),
    },
    components,
  };
}

export const status = endpoint({
  method: 'get',
  path: '/api/status',
  tag: 'status',
  summary: 'The connections, the forecasting and the parts at a glance',
  query: feedQuery,
  answer,
  errors: [404, 503],
  maxAgeMs: 250,
  handle: async (gateway, { query }) => fullStatus(gateway, await gateway.feeds.ask(query.feed)),
});
