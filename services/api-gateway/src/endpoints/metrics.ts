import { feedQuery } from '../schemas/common.ts';
import { metrics as answer } from '../schemas/metrics.ts';
import { patternStatistics } from '../views/pattern-statistics.ts';
import { CONSTANTS } from '../views/patterns.ts';
import { directionalMetrics } from '../views/prediction-history.ts';
import { sideBetPerformance } from '../views/side-bet.ts';
import { endpoint } from './endpoint.ts';

/** The original's targets, as information: a fair game allows about 0.42 within two windows, whatever one does. */
const TARGETS = {
  median_E40: { target: 0, range: [-0.25, 0.25] },
  within_2_windows: { target: 0.5, min: 0.5 },
  coverage_rate: { target: 0.85, range: [0.83, 0.87] },
  early_skew: { target: 0, range: [-0.1, 0.1] },
};

export const metrics = endpoint({
  method: 'get',
  path: '/api/metrics',
  tag: 'live',
  summary: 'Figures of the forecasts in memory',
  query: feedQuery,
  answer,
  errors: [404, 503],
  handle: async (gateway, { query }) => {
    const feed = await gateway.feeds.ask(query.feed);
    const { state } = feed.mirror;
    const totals = state?.totals;
    const rejected = Object.values(totals?.rejected ?? {}).reduce((sum, count) => sum + count, 0);
    const updates = totals?.updates ?? 0;
    return {
      pattern_statistics: patternStatistics(state?.history ?? []),
      directional_metrics: {
        last_20: directionalMetrics(feed.records(20)),
        last_50: directionalMetrics(feed.records(50)),
        last_100: directionalMetrics(feed.records(100)),
        targets: TARGETS,
      },
      side_bet_metrics: sideBetPerformance(state),
      system_performance: {
        uptime_seconds: gateway.uptimeSeconds,
        total_game_updates: updates,
        error_rate: updates + rejected === 0 ? 0 : rejected / (updates + rejected),
        connected_clients: gateway.clients().current,
      },
      constants: CONSTANTS,
    };
  },
});
