import { isAlive } from '../../packages/cli/src/process-alive.ts';
import { LiveClient } from '../support/live-client.ts';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

const KEYS = {
  games: ['feed', 'game_id'],
  predictions: ['feed', 'game_id', 'predicted_at_tick', 'model_version', 'ingest_id'],
  tick_samples: ['feed', 'game_id', 'tick'],
  side_bets: ['feed', 'game_id', 'placed_at_tick', 'ingest_id'],
};

describe('a first minute with TED, simulated at speed 20', () => {
  let ted: Ted;
  beforeAll(async () => {
    ted = await Ted.up({ args: ['--speed', '20'] });
  });
  afterAll(() => ted.stop());

  it('says in one line where it is and what it runs on', () => {
    expect(ted.lines.filter((line) => line.startsWith('TED is up: '))).toEqual([
      expect.stringMatching(
        /^TED is up: http:\/\/localhost:\d+ {2}\(feed: simulated, persistence: on, MongoDB: (embedded|mongod), Redis: (redis|valkey)-server\)$/,
      ),
    ]);
  });

  it('is up with everything heard of: no part is missing from the first answer', async () => {
    const { components, ml } = await ted.api('/api/status');
    for (const part of ['ingest', 'redis', 'mongodb', 'persistence_workers'])
      expect({ part, ...components[part] }).toMatchObject({ part, status: 'ok' });
    expect(ml.last_prediction).toMatchObject({ predicted_tick: expect.any(Number) });
  });

  it('sends a WebSocket client the state first, then one update per tick [defect 25]', async () => {
    const client = await LiveClient.connect(ted.stack.gateway_url);
    await eventually(
      '150 ticks',
      () => client.ticks.length,
      (count) => count >= 150,
    );
    client.close();
    expect(client.messages[0]).toMatchObject({
      type: 'initial_state',
      system_status: { version: '2.0.0' },
      prediction: { predicted_tick: expect.any(Number) },
    });
    expect(client.messages[0].prediction_history).toBeInstanceOf(Array);
    // In each game, tick follows tick.
    client.ticks.forEach((now, i) => {
      const before = client.ticks[i - 1];
      if (before?.gameId === now.gameId) expect(now.tick).toBe(before.tick + 1);
    });
    const lengths = client.messages.slice(1).map((message) => JSON.stringify(message).length);
    expect(Math.max(...lengths)).toBeLessThan(4096);
  });

  it('saves more and more records, each natural key once, and answers with stored games [defect 2] [defect 6] [defect 22]', async () => {
    const saved = async () => (await ted.api('/api/persistence/status')).repository.records_saved as number;
    const first = await eventually('the first records', saved, (count) => count > 0);
    await eventually('more records', saved, (count) => count > first);
    const history = await eventually(
      'three finished games',
      () => ted.api('/api/history'),
      ({ games }) => games.length >= 3,
      // Games are as long as chance wills: 3.4 s on average at this speed, and now and then a minute.
      150_000,
    );

    const db = await ted.db();
    const game = history.games[0];
    await eventually(
      'its game in MongoDB',
      () => db.collection('games').findOne({ game_id: game.game_id, end_tick: game.final_tick }),
      (found) => found !== null,
    );
    for (const [name, key] of Object.entries(KEYS)) {
      const documents = await db
        .collection(name)
        .find({}, { projection: { _id: 0, ...Object.fromEntries(key.map((k) => [k, 1])) } })
        .toArray();
      if (name !== 'side_bets') expect(documents.length).toBeGreaterThan(0);
      expect(new Set(documents.map((d) => key.map((k) => d[k]).join())).size).toBe(documents.length);
    }

    const { body } = await ted.get(`/api/persistence/game/${game.game_id}`);
    expect(body.game).toMatchObject({
      game_id: game.game_id,
      final_price: game.end_price,
      end_price: game.end_price,
      peak_price: game.peak_price,
    });
    expect(typeof body.game._id).toBe('string');
    expect(body.predictions.length).toBeGreaterThan(0);
    expect((await ted.get('/api/persistence/game/20200101-0000000000000000')).status).toBe(404);
    const metrics = await ted.api('/api/persistence/metrics?hours=24');
    expect(metrics.total_predictions).toBeGreaterThan(0);
    expect(Object.keys(metrics)).toEqual(
      expect.arrayContaining(['accuracy_1_window', 'accuracy_2_windows', 'average_e40']),
    );
  }, 180_000);

  it('logs the guide’s lines, and none that `grep -i error` finds', () => {
    for (const line of [
      'Persistence is ENABLED. Data will be saved to MongoDB.',
      'Background persistence tasks started',
      'Calculated hourly metrics',
      'Data cleanup completed',
    ]) {
      expect(ted.log).toContain(line);
    }
    expect(ted.log).toMatch(/Persisted: \{.*'predictions': \d+/);
    expect(ted.log.split('\n').filter((line) => /error/i.test(line))).toEqual([]);
  });

  it('stops within 15 s at a SIGTERM, leaves no process, and comes back with its data within 15 s [defect 9]', async () => {
    const before = ted.stack;
    const { total_predictions } = await ted.api('/api/persistence/metrics');
    const { code, ms } = await ted.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(15_000);
    for (const { name, pid } of before.processes) expect(`${name} ${isAlive(pid)}`).toBe(`${name} false`);

    ted = await Ted.up({ data: ted.data, args: ['--speed', '20'] });
    expect(ted.startedInMs).toBeLessThan(15_000);
    const after = await eventually(
      'its metrics',
      () => ted.api('/api/persistence/metrics'),
      (m) => m.total_predictions > 0,
    );
    expect(after.total_predictions).toBeGreaterThanOrEqual(total_predictions);
  });
});
