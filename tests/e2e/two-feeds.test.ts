import { WebSocket } from 'ws';
import { simulatedGames, startFeedServer, type FeedServer } from '@ted/feed-simulator';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** One stack that follows two feeds with different games; every test looks at the same one. */
let ted: Ted;
const servers: FeedServer[] = [];
beforeAll(async () => {
  for (const seed of ['one', 'two'])
    servers.push(await startFeedServer({ source: simulatedGames({ seed, speed: 6, endTicks: [30] }) }));
  const [one, two] = servers.map(({ url }) => url);
  ted = await Ted.up({ env: { FEEDS: `demo=${one} other=replay:${two}` } });
  await eventually(
    'both feeds are there',
    () => ted.api('/api/feeds'),
    ({ feeds }) => feeds.length === 2 && feeds.every(({ state }: { state: string }) => state === 'live'),
  );
});
afterAll(async () => {
  await ted?.stop();
  for (const server of servers) await server.close();
});

/** The first `count` messages of the gateway's WebSocket. */
function messages(query: string, count: number): Promise<any[]> {
  const socket = new WebSocket(`${ted.stack.gateway_url.replace('http', 'ws')}/api/ws${query}`);
  const taken: any[] = [];
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, { statusCode }) => reject(new Error(String(statusCode))));
    socket.on('message', (data: Buffer) => {
      taken.push(JSON.parse(data.toString()));
      if (taken.length < count) return;
      socket.close();
      resolve(taken);
    });
  });
}

it('lists them, the first one as the default, and none as real that does not say so', async () => {
  const { default: byDefault, feeds } = await ted.api('/api/feeds');
  expect(byDefault).toBe('demo');
  expect(feeds.map(({ feed, feed_kind }: any) => [feed, feed_kind])).toEqual([
    ['demo', 'simulated'],
    ['other', 'replay'],
  ]);
});

it('shows each where it is asked for, over REST and the WebSocket, and the default one otherwise', async () => {
  for (const [query, feed, kind] of [
    ['', 'demo', 'simulated'],
    ['?feed=demo', 'demo', 'simulated'],
    ['?feed=other', 'other', 'replay'],
  ] as const) {
    expect(await ted.api(`/api/status${query}`)).toMatchObject({ feed, feed_kind: kind });
    expect(await ted.api(`/api/system${query}`)).toMatchObject({ feed, feed_kind: kind });
    for (const message of await messages(query, 4)) expect(message).toMatchObject({ feed, feed_kind: kind });
  }
  const gamesOf = async (query: string): Promise<string[]> =>
    (await ted.api(`/api/tick-history${query}`)).ticks.map(({ game_id }: any) => game_id);
  const [ours, theirs] = await eventually(
    'ticks of both',
    () => Promise.all([gamesOf(''), gamesOf('?feed=other')]),
    (games) => games.every(({ length }) => length > 0),
  );
  expect(theirs.some((game: string) => ours.includes(game))).toBe(false);
});

it('stores each under its name', async () => {
  const db = await ted.db();
  const feedsOf = async (collection: string): Promise<string[]> =>
    (await db.collection(collection).distinct('feed')).sort();
  for (const collection of ['games', 'predictions', 'tick_samples'])
    await eventually(collection, () => feedsOf(collection), (feeds) => feeds.join() === 'demo,other'); // prettier-ignore
  const games = await db.collection('games').find().toArray();
  expect(new Set(games.map(({ game_id }) => game_id)).size).toBe(games.length);
});

it('knows no other feed', async () => {
  expect(await ted.get('/api/status?feed=third')).toEqual({
    status: 404,
    body: { error: 'No feed third is followed' },
  });
  await expect(messages('?feed=third', 1)).rejects.toThrow('404');
  expect((await ted.get('/api/history?feed=no%20name')).status).toBe(400);
});
