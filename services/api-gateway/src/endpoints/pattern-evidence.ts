import { readEndedGames } from '@ted/storage';
import { findings } from '../analytics/hypotheses.ts';
import { gamesQuery, patternEvidence as answer } from '../schemas/analytics.ts';
import { endpoint } from './endpoint.ts';

const HOUR_MS = 3_600_000;

export const patternEvidence = endpoint({
  method: 'get',
  path: '/api/analytics/patterns',
  tag: 'analytics',
  summary:
    'The original’s patterns as hypotheses: what was claimed, and what stored games show with and without them',
  query: gamesQuery,
  answer,
  errors: [503],
  maxAgeMs: 5000,
  handle: async (gateway, { query: { hours, feed = gateway.feed } }) => {
    const to = Date.now();
    const from = new Date(to - hours * HOUR_MS);
    const games = await gateway.withDatabase((database) => readEndedGames(database, feed, from));
    return {
      from: from.toISOString(),
      to: new Date(to).toISOString(),
      feed,
      games: games.length,
      hypotheses: findings(games),
    };
  },
});
