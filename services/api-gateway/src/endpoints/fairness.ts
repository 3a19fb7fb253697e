import { readFairness } from '@ted/storage';
import { feedQuery } from '../schemas/common.ts';
import { fairnessOverview } from '../schemas/fairness.ts';
import { fairnessView } from '../views/fairness.ts';
import { endpoint } from './endpoint.ts';

export const fairness = endpoint({
  method: 'get',
  path: '/api/fairness',
  tag: 'analytics',
  summary: 'Whether games are what their seeds make them, and whether they end as published',
  query: feedQuery,
  answer: fairnessOverview,
  errors: [503],
  maxAgeMs: 10_000,
  handle: async (gateway, { query }) => {
    const feed = query.feed ?? gateway.feed;
    const stored = await gateway.withDatabase((database) => readFairness(database, feed));
    // Of a feed that nobody follows any more, the stored games say it.
    const live = await gateway.feeds.ask(feed).then(
      ({ mirror }) => mirror.state,
      () => undefined,
    );
    return fairnessView(feed, stored, live?.fairness);
  },
});
