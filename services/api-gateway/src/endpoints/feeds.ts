import type * as z from 'zod';
import type { ListedFeed } from '../live/ingest-directory.ts';
import { feeds as answer } from '../schemas/feeds.ts';
import { endpoint } from './endpoint.ts';

type Feed = z.input<typeof answer>['feeds'][number];

/** Without an update for so long a feed is silent: the longest gap ever recorded is 20.5 s. */
const SILENT_MS = 60_000;

export const feeds = endpoint({
  method: 'get',
  path: '/api/feeds',
  tag: 'live',
  summary: 'The feeds that can be asked for with ?feed=, each with where its games come from and how it is',
  answer,
  maxAgeMs: 500,
  handle: (gateway) => {
    const now = Date.now();
    const listed = gateway.feeds.list().map((feed): Feed => ({
      feed: feed.feed,
      feed_kind: feed.feed_kind,
      state: stateOf(feed, now),
      last_update_at: feed.last_update_at === null ? null : new Date(feed.last_update_at).toISOString(),
    }));
    return { default: gateway.feed, feeds: listed };
  },
});

function stateOf({ told, connected, last_update_at }: ListedFeed, now: number): Feed['state'] {
  if (!told) return 'unknown';
  if (!connected) return 'disconnected';
  return last_update_at !== null && now - last_update_at < SILENT_MS ? 'live' : 'silent';
}
