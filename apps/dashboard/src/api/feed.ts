import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { fetchJson } from './fetch-json.ts';
import { forgetFeed } from './chosen-feed.ts';

const answer = z.object({
  default: z.string(),
  feeds: z.array(z.object({ feed: z.string(), feed_kind: z.enum(['live', 'simulated', 'replay']) })),
});

/** The feeds that TED follows, once it has said them. */
export const useFeeds = () =>
  useQuery({
    queryKey: ['feeds'],
    queryFn: async () => {
      const feeds = await fetchJson('/api/feeds', answer);
      forgetFeed(feeds.feeds.map(({ feed }) => feed));
      return feeds;
    },
    staleTime: 60_000,
  }).data;
