import { readEndedGames, type EndedGame } from '@ted/storage';
import { lengths, PUBLISHED_LENGTHS } from '../analytics/lengths.ts';
import { gamesQuery, trends as answer } from '../schemas/analytics.ts';
import { endpoint } from './endpoint.ts';

const HOUR_MS = 3_600_000;
/** Up to so many hours are shown one by one. */
const HOURLY_UP_TO = 48;

export const trends = endpoint({
  method: 'get',
  path: '/api/analytics/trends',
  tag: 'analytics',
  summary: 'How long games last and how high they go over time, beside what the published rule expects',
  query: gamesQuery,
  answer,
  errors: [503],
  maxAgeMs: 5000,
  handle: async (gateway, { query: { hours, feed = gateway.feed } }) => {
    const step = hours <= HOURLY_UP_TO ? 'hour' : 'day';
    const length = step === 'hour' ? HOUR_MS : 24 * HOUR_MS;
    const to = Date.now();
    const from = Math.floor((to - (hours - 1) * HOUR_MS) / length) * length;
    const games = await gateway.withDatabase((database) => readEndedGames(database, feed, new Date(from)));
    const inside = new Map<number, EndedGame[]>();
    for (let start = from; start <= to; start += length) inside.set(start, []);
    for (const game of games) inside.get(Math.floor(Number(game.ended_at) / length) * length)?.push(game);
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      feed,
      step,
      buckets: [...inside].map(([start, some]) => ({
        start: new Date(start).toISOString(),
        ...lengths(some),
      })),
      total: lengths(games),
      published: PUBLISHED_LENGTHS,
    } as const;
  },
});
