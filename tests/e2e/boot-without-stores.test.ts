import { startMongo, startRedis } from '../support/stores.ts';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

it('starts without Redis and MongoDB, shows games, and stores them once both are there', async () => {
  const [redis, mongo] = await Promise.all([startRedis(), startMongo()]);
  await Promise.all([redis.kill(), mongo.kill()]);
  const ted = await Ted.up({
    args: ['--speed', '30'],
    processEnv: { REDIS_URL: redis.url, MONGO_URL: mongo.url },
  });
  try {
    expect(ted.startedInMs).toBeLessThan(15_000);
    const { games } = await eventually(
      'a game that has ended',
      () => ted.api('/api/history'),
      (history) => history.games.length > 0,
    );
    expect((await ted.api('/api/status')).components.degraded).toEqual(
      expect.arrayContaining(['redis', 'mongodb']),
    );
    await Promise.all([redis.restart(), mongo.restart()]);
    const db = await ted.db();
    for (const { game_id, final_tick } of games) {
      await eventually(
        `game ${game_id}`,
        () => db.collection('games').findOne({ game_id, end_tick: final_tick }),
        (game) => game !== null,
      );
    }
    await eventually(
      'nothing is degraded',
      () => ted.api('/api/status'),
      ({ components }) => components.degraded.length === 0,
    );
  } finally {
    await ted.stop();
    await Promise.all([redis.stop(), mongo.stop()]);
  }
});
