import { LiveClient } from '../support/live-client.ts';
import { startMongo, startRedis, type StoreProcess } from '../support/stores.ts';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

describe.each([
  ['MongoDB', ['mongo']],
  ['Redis', ['redis']],
  ['both', ['mongo', 'redis']],
] as const)('while %s is down', (_, which) => {
  let ted: Ted;
  let stores: Record<'mongo' | 'redis', StoreProcess>;
  beforeAll(async () => {
    stores = { mongo: await startMongo(), redis: await startRedis() };
    ted = await Ted.up({
      args: ['--speed', '40'],
      processEnv: { MONGO_URL: stores.mongo.url, REDIS_URL: stores.redis.url },
    });
  });
  afterAll(async () => {
    await ted.stop();
    await Promise.all([stores.mongo.stop(), stores.redis.stop()]);
  });

  it('the live path goes on, the status says what is down, and afterwards everything is stored [defect 20]', async () => {
    await eventually(
      'the first records',
      () => ted.api('/api/persistence/status'),
      (s) => s.repository.records_saved > 0,
    );
    await Promise.all(which.map((name) => stores[name].kill()));

    const component = { mongo: 'mongodb', redis: 'redis' } as const;
    const { components } = await eventually(
      'the status says so',
      () => ted.api('/api/status'),
      (status) => which.every((name) => status.components[component[name]].status === 'down'),
    );
    for (const name of which)
      expect(components[component[name]]).toMatchObject({
        since: expect.any(String),
        why: expect.any(String),
      });
    for (const path of [
      '/api/health',
      '/api/patterns',
      '/api/side-bet',
      '/api/history',
      '/api/prediction-history',
      '/api/tick-history',
      '/api/metrics',
    ]) {
      expect((await ted.get(path)).status).toBe(200);
    }
    if (which.includes('mongo' as never)) {
      const begin = Date.now();
      expect(await ted.get('/api/status-checks')).toMatchObject({
        status: 503,
        body: { error: expect.any(String) },
      });
      expect(Date.now() - begin).toBeLessThan(1000);
    }

    const live = await LiveClient.connect(ted.stack.gateway_url);
    const games = new Map<string, number>();
    while (games.size < 3) {
      const { game_state } = await live.next((m) => m.type === 'update' && m.game_state.isRugged);
      games.set(game_state.gameId, game_state.currentTick);
    }
    live.close();

    await Promise.all(which.map((name) => stores[name].restart()));
    const db = await ted.db();
    for (const [game_id, end_tick] of games) {
      await eventually(
        `game ${game_id}`,
        () => db.collection('games').findOne({ game_id, end_tick }),
        (game) => game !== null,
      );
      // Batches that were published again may come in another order.
      await eventually(
        `predictions of ${game_id}`,
        () => db.collection('predictions').countDocuments({ game_id }),
        (n) => n >= Math.floor((end_tick - 1) / 10) + 1,
      );
    }
    await eventually(
      'nothing is degraded',
      () => ted.api('/api/status'),
      (status) => status.components.degraded.length === 0,
    );
  });
});
