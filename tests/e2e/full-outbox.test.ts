import type { Db } from 'mongodb';
import { setEnvValue } from '@ted/platform';
import { upOnOwnStores, type TedOnOwnStores } from '../support/own-stores.ts';
import type { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** An outbox of one megabyte, three seconds until waiting work counts as wedged, and more records than that holds. */
describe('an outage that is longer than the outbox is large', () => {
  let ted: Ted;
  let db: Db;
  let own: TedOnOwnStores;
  beforeAll(async () => {
    own = await upOnOwnStores({
      args: ['--speed', '100'],
      env: {
        OUTBOX_MAX_MB: '1',
        WEDGE_MINUTES: '0.05',
        PREDICTION_SAMPLE_EVERY_TICKS: '1',
        TICK_SAMPLE_EVERY_TICKS: '1',
        PREDICTION_HISTORY_SIZE: '1000',
      },
    });
    ted = own.ted;
    db = await ted.db();
  });
  afterAll(() => own.stop());

  const history = async () =>
    (await ted.api('/api/history?limit=1000')).games as {
      game_id: string;
      final_tick: number;
      peak_price: number;
    }[];
  async function health(name: string): Promise<{ status: number; body: any }> {
    const { url } = ted.stack.processes.find((process) => process.name === name)!;
    const answer = await fetch(new URL('/health', url));
    return { status: answer.status, body: await answer.json() };
  }
  const healthIs = (name: string, status: number) =>
    eventually(
      `${name} answers ${status}`,
      () => health(name),
      (answer) => answer.status === status,
      15_000,
    );

  it('gives up old tick samples, then predictions, counted, and keeps every game', async () => {
    await eventually(
      'the first games',
      () => db.collection('games').countDocuments({ status: 'ended' }),
      (n) => n > 0,
    );
    const known = new Set((await history()).map(({ game_id }) => game_id));
    await own.redis.kill();
    const { body } = await eventually(
      'predictions are given up too',
      () => health('ingest'),
      ({ body }) => body.outbox.dropped.prediction > 100,
      40_000,
    );
    expect(body.outbox.bytes).toBeLessThan(1_200_000);
    expect(ted.log).toMatch(/The outbox is full \(OUTBOX_MAX_MB=1\): \d+ tick samples/);

    const ended = await eventually(
      'games that are over',
      async () => (await history()).filter(({ game_id }) => !known.has(game_id)),
      (games) => games.length > 5,
      40_000,
    );
    await own.redis.restart();
    for (const { game_id, final_tick, peak_price } of ended) {
      await eventually(
        `game ${game_id}`,
        () => db.collection('games').findOne({ game_id, end_tick: final_tick, peak_price, status: 'ended' }),
        (game) => game !== null,
      );
    }
    // What is missing is what was counted, and nothing that is there stays open.
    const ids = ended.map(({ game_id }) => game_id);
    const ticks = ended.reduce((sum, { final_tick }) => sum + final_tick, 0);
    const { dropped } = (await health('ingest')).body.outbox;
    await eventually(
      'all predictions that were kept',
      async () => {
        const there = await db
          .collection('predictions')
          .countDocuments({ game_id: { $in: ids }, resolved: true });
        return there + (dropped.prediction as number);
      },
      (n) => n >= ticks,
    );
  });

  it('tells that nothing moves although work waits, and when it moves again', async () => {
    await healthIs('ingest', 200);
    await own.mongo.kill();
    const [ingest, worker] = await Promise.all([
      healthIs('ingest', 503),
      healthIs('persistence-worker', 503),
    ]);
    for (const { body } of [ingest, worker]) {
      expect(body.status).toBe('failing');
      expect(JSON.stringify(body)).toMatch(/nothing was stored for \d+ s although work waits/);
    }
    // What restarts a process that does not answer leaves these alone.
    for (const { name, url } of ted.stack.processes)
      if (/^(ingest|persistence-worker)/.test(name))
        expect((await fetch(new URL('/livez', url))).status).toBe(200);
    // The gateway hears of it within a second.
    await eventually(
      'the status says so',
      () => ted.api('/api/status'),
      ({ components: { degraded } }) => degraded.includes('ingest') && degraded.includes('mongodb'),
      5000,
    );
    await own.mongo.restart();
    await Promise.all([healthIs('ingest', 200), healthIs('persistence-worker', 200)]);
  });

  it('is no reason to fail while persistence is off', async () => {
    await setEnvValue(ted.envFile, 'PERSISTENCE_ENABLED', 'false');
    await eventually(
      'off is applied',
      () => health('ingest'),
      ({ body }) => body.outbox.persistence_enabled === false,
    );
    await own.redis.kill();
    const before = (await health('ingest')).body.last_update_at as number;
    await eventually(
      'five seconds of games',
      () => health('ingest'),
      ({ body }) => body.last_update_at > before + 5000,
    );
    expect((await health('ingest')).status).toBe(200);
  });
});
