import { readPerformance } from '@ted/storage';
import { HttpError } from '../errors.ts';
import { HOURS_MAX, performance as answer, performanceQuery } from '../schemas/performance.ts';
import { endpoint } from './endpoint.ts';

const HOUR_MS = 3_600_000;

export const performance = endpoint({
  method: 'get',
  path: '/api/analytics/performance',
  tag: 'analytics',
  summary: 'How the forecasts did over time, beside the memoryless baseline on the same ticks',
  query: performanceQuery,
  answer,
  errors: [503],
  maxAgeMs: 5000,
  handle: async (gateway, { query }) => {
    const feed = query.feed ?? gateway.feed;
    const to = query.to ?? new Date();
    const from = query.from ?? new Date(Number(to) - (query.hours - 1) * HOUR_MS);
    const hours = (Number(to) - Number(from)) / HOUR_MS;
    if (hours < 0 || hours > HOURS_MAX)
      throw new HttpError(400, `from: must lie before to, by ${HOURS_MAX} hours at most`, {
        parameter: 'from',
      });
    const found = await gateway.withDatabase((database) =>
      readPerformance(database, feed, { from, to, step: query.step }),
    );
    return {
      ...found,
      from: found.from.toISOString(),
      to: found.to.toISOString(),
      step: query.step,
      feed,
      buckets: found.buckets.map((bucket) => ({ ...bucket, start: bucket.start.toISOString() })),
    };
  },
});
