import { feeds as answer } from '../schemas/feeds.ts';
import { endpoint } from './endpoint.ts';

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
    const listed = gateway.feeds.list().map(({ feed, feed_kind, told, connected, last_update_at }) => {
      const heard = last_update_at !== null && now - last_update_at < SILENT_MS;
      const state = !told ? 'unknown' : !connected ? 'disconnected' : heard ? 'live' : 'silent';
      return {
        feed,
        feed_kind,
        state: state,
        last_update_at: last_update_at === null ? null : new Date(last_update_at).toISOString(),
      };
    });
    return { default: gateway.feed, feeds: listed };
  },
});
