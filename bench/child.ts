/** What is measured against, and what measures, run in processes of their own: `node child.js NAME JSON`. */
import { discard, outbox } from './delivery/children.ts';
import { manyFeeds } from './feeds/children/many-feeds.ts';
import { watchers } from './feeds/children/watchers.ts';
import { bareHttp } from './gateway/children/bare-http.ts';
import { bareWs } from './gateway/children/bare-ws.ts';
import { fakeIngest } from './gateway/children/fake-ingest.ts';
import { httpLoad } from './gateway/children/http-load.ts';
import { wsClients } from './gateway/children/ws-clients.ts';
import { relay, trip } from './live/children.ts';
import { cleanup } from './stored/children.ts';

const CHILDREN = {
  bareHttp,
  bareWs,
  cleanup,
  discard,
  fakeIngest,
  httpLoad,
  manyFeeds,
  outbox,
  relay,
  trip,
  watchers,
  wsClients,
};

const [name, options] = process.argv.slice(2) as [keyof typeof CHILDREN, string];
process.on('disconnect', () => process.exit(0));
await CHILDREN[name](JSON.parse(options) as never);
