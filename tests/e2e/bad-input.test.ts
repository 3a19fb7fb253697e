import { frames, startFeedServer, type FeedServer } from '@ted/feed-simulator';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

const A = '20261123-aaaaaaaaaaaaaaaa';
const B = '20261123-bbbbbbbbbbbbbbbb';
const END = 60;
const price = (tick: number) => 1 + Math.sin(tick / 9) / 2;
const update = (data: unknown) => ({ event: 'gameStateUpdate', data, delayMs: 20 });
const tick = (gameId: string, tickCount: number, more: object = {}) =>
  update({
    gameId,
    active: true,
    rugged: false,
    tickCount,
    price: price(tickCount),
    leaderboard: [],
    ...more,
  });
const cooldown = (gameId: string, cooldownTimer: number) =>
  update({ gameId, cooldownTimer, cooldownPaused: false, leaderboard: [] });

/** One of every kind of rubbish. */
const GARBAGE = [
  update(undefined),
  update(null),
  update('hello'),
  update([1, 2, 3]),
  update({}),
  tick(A, 7, { price: '1.5' }),
  tick(A, 7, { price: Number.NaN }),
  tick(A, 7, { price: -1 }),
  tick(A, 7, { tickCount: 1e15 }),
  tick(A, 7, { tickCount: undefined }),
  tick(A, 7, { active: 'yes' }),
  tick(A, 7, { gameId: { $gt: '' } }),
  tick(A, 7, { partialPrices: { values: { '-1': 'x' } } }),
  // Well formed and still nonsense: an absurd jump, and another game in the middle of this one.
  tick(A, 9000),
  tick(B, 3),
  // Ten megabytes of the right shape.
  tick(A, 8, { leaderboard: ['x'.repeat(10_000_000)] }),
];

/** A game whose every tick is followed by one kind of rubbish, with duplicates, late updates and two rugs, then the next cooldown. */
function game() {
  const list = [cooldown(A, 14_900), cooldown(A, 9_000)];
  for (let t = 0; t < END; t++) {
    list.push(tick(A, t));
    if (t % 5 === 0) list.push(tick(A, t), tick(A, Math.max(0, t - 2)));
    const garbage = GARBAGE[t % GARBAGE.length]!;
    if (t > 0) list.push(garbage);
  }
  list.push(tick(A, END, { rugged: true, price: 0.004 }), tick(A, END + 3, { rugged: true, price: 0.004 }));
  for (let left = 14_900; left > 14_000; left -= 100) list.push(cooldown(B, left));
  return list;
}

describe('rubbish', () => {
  let feed: FeedServer;
  let ted: Ted;
  beforeAll(async () => {
    feed = await startFeedServer({ source: frames(game()) });
    ted = await Ted.up({ args: ['--feed', 'live'], processEnv: { RUGS_BACKEND_URL: feed.url } });
  });
  afterAll(async () => {
    connection?.disconnect();
    await ted.stop();
    await feed.close();
  });

  let connection: Redis | undefined;
  const queueOf = (redisUrl: string) => {
    connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    return new Queue('batches', { connection, prefix: '{ted}' });
  };

  it('from the feed is counted and never disturbs the game; TED emits nothing [defect 7]', async () => {
    const { games } = await eventually(
      'the game’s end',
      () => ted.api('/api/history'),
      (h) => h.games.length === 1,
      30_000,
    );
    const peak = Math.max(...Array.from({ length: END }, (_, t) => price(t)));
    expect(games[0]).toMatchObject({ game_id: A, final_tick: END, end_price: 0.004, peak_price: peak });
    const status = await eventually(
      'the next cooldown',
      () => ted.api('/api/status'),
      (s) => s.current_game.phase === 'cooldown',
    );
    expect(status.statistics.rejected_events).toMatchObject({
      malformed: expect.any(Number),
      implausible: expect.any(Number),
      oversized: expect.any(Number),
    });
    expect(status.connections.reconnect_attempts).toBe(0);
    expect(feed.receivedFromClients).toBe(0);
    const lines = ted.log.split('\n').filter((line) => line.includes('Feed event not used: malformed'));
    expect(lines).toHaveLength(1);
    const db = await ted.db();
    const stored = () =>
      db
        .collection('games')
        .find({ end_tick: { $ne: null } })
        .toArray();
    expect(await eventually('the stored game', stored, (found) => found.length > 0)).toMatchObject([
      { game_id: A, end_tick: END, final_price: 0.004, feed: 'rugs' },
    ]);
  });

  it.each([
    ['/api/prediction-history?limit=0', 'limit'],
    ['/api/prediction-history?limit=201', 'limit'],
    ['/api/prediction-history?limit=abc', 'limit'],
    ['/api/history?limit=-1', 'limit'],
    ['/api/history?limit=1&limit=2', 'limit'],
    ['/api/persistence/metrics?hours=0', 'hours'],
    ['/api/persistence/metrics?hours=1e9', 'hours'],
    ['/api/persistence/game/%24where', 'game_id'],
  ])('in %s gets 400 and names the parameter', async (path, parameter) => {
    const { status, body } = await ted.get(path);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { parameter, error: expect.stringContaining(parameter) },
    });
  });

  it('as a path gets a JSON 404; as a body, 400', async () => {
    expect(await ted.get('/api/nothing')).toMatchObject({ status: 404, body: { error: expect.any(String) } });
    for (const body of ['{', '[]', '{}', '{"client_name":7}', '{"client_name":""}']) {
      const answer = await fetch(new URL('/api/status-checks', ted.stack.gateway_url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect({ body, status: answer.status }).toEqual({ body, status: 400 });
      expect(await answer.json()).toMatchObject({ error: expect.any(String), parameter: expect.any(String) });
    }
  });

  it('as a job goes to the dead letters alone, and the queue goes on', async () => {
    const db = await ted.db();
    const queue = queueOf(ted.stack.redis_url);
    await queue.add('whatever', { hello: 'world' }, { jobId: 'not-a-batch' });
    await eventually(
      'the job’s end',
      () => queue.getJobState('not-a-batch'),
      (state) => state === 'completed',
    );
    expect(await db.collection('dead_letters').find().toArray()).toMatchObject([
      {
        key: 'job-not-a-batch',
        kind: 'job',
        reason: expect.stringContaining('not a batch'),
        record: '{"hello":"world"}',
      },
    ]);
  });
});
