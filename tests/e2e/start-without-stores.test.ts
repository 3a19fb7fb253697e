import { LiveClient } from '../support/live-client.ts';
import { startMongo, startRedis, type StoreProcess } from '../support/stores.ts';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

describe('a start while MongoDB and Redis are down', () => {
  let ted: Ted;
  let stores: StoreProcess[];
  beforeAll(async () => {
    const [mongo, redis] = await Promise.all([startMongo(), startRedis()]);
    stores = [mongo, redis];
    await Promise.all(stores.map((store) => store.kill()));
    ted = await Ted.up({
      args: ['--speed', '40'],
      processEnv: { MONGO_URL: mongo.url, REDIS_URL: redis.url },
    });
  });
  afterAll(async () => {
    await ted.stop();
    await Promise.all(stores.map((store) => store.stop()));
  });

  it('takes seconds, serves everything live, and stores it all once they come [defect 20]', async () => {
    expect(ted.startedInMs).toBeLessThan(20_000);
    const { components } = await ted.api('/api/status');
    expect([components.mongodb.status, components.redis.status]).toEqual(['down', 'down']);
    expect(await ted.api('/api/persistence/status')).toMatchObject({
      enabled: true,
      manager: { running: false },
    });
    const live = await LiveClient.connect(ted.stack.gateway_url);
    const games = new Map<string, number>();
    while (games.size < 2) {
      const { game_state } = await live.next((m) => m.type === 'update' && m.game_state.isRugged);
      games.set(game_state.gameId, game_state.currentTick);
    }
    live.close();
    const { repository } = await ted.api('/api/persistence/status');
    expect(repository.records_saved).toBe(0);
    expect(repository.records_pending).toBeGreaterThan(0);

    await Promise.all(stores.map((store) => store.restart()));
    const db = await ted.db();
    for (const [game_id, end_tick] of games) {
      await eventually(
        `game ${game_id} with its outcomes`,
        () => db.collection('predictions').find({ game_id }).toArray(),
        (found) => found.length > 0 && found.every((p) => p.actual_end_tick === end_tick),
      );
      expect(await db.collection('games').findOne({ game_id })).toMatchObject({ status: 'ended', end_tick });
    }
    await eventually(
      'nothing is degraded',
      () => ted.api('/api/status'),
      (status) => status.components.degraded.length === 0,
    );
  });
});
