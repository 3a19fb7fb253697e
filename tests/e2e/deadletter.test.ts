import { randomUUID } from 'node:crypto';
import { jobId, type BatchPayload } from '@ted/messaging';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { batchOf, prediction, tickSample } from '../support/records.ts';
import { Ted, ted as command } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** `./ted deadletter` beside a running stack, then on the data of the stopped one. */
describe('dead letters', () => {
  let ted: Ted;
  let redis: Redis;
  let queue: Queue;
  beforeAll(async () => {
    ted = await Ted.up();
    redis = new Redis(ted.stack.redis_url, { maxRetriesPerRequest: null });
    queue = new Queue('batches', { connection: redis, prefix: '{ted}' });
  });
  afterAll(async () => {
    await queue?.close();
    redis?.disconnect();
    await ted?.stop();
  });

  const deadletter = (...args: string[]) => command(['deadletter', ...args, '--data', ted.data]);
  const persistence = (value: 'on' | 'off') => command(['persistence', value, '--data', ted.data]);
  const letters = async () => (await ted.db()).collection('dead_letters').find().toArray();
  const stored = async (game_id: string) => {
    const db = await ted.db();
    return {
      predictions: await db.collection('predictions').countDocuments({ game_id }),
      ticks: await db.collection('tick_samples').countDocuments({ game_id }),
    };
  };

  /** Hands a batch to the worker and waits until it has completed the job. */
  async function deliver(id: string, data: unknown): Promise<void> {
    await queue.add('batch', data, { jobId: id });
    await eventually(
      `the end of ${id}`,
      () => queue.getJobState(id),
      (state) => state === 'completed',
    );
  }
  const deliverBatch = (batch: BatchPayload) =>
    deliver(jobId({ outboxId: batch.outbox_id, first: batch.first, last: batch.last }), batch);

  const bad = randomUUID();
  const condemned = randomUUID();

  it('none: says so', async () => {
    expect(await deadletter('list')).toMatchObject({ code: 0, stdout: 'No dead letters\n' });
    expect(await deadletter('retry', '--all')).toMatchObject({ code: 0, stdout: 'No dead letters\n' });
    expect(await deadletter('discard', '--all', '--kind', 'job')).toMatchObject({
      code: 0,
      stdout: 'No dead letters of kind job\n',
    });
  });

  it('an invalid record goes there alone and is listed; the rest of its batch is stored', async () => {
    await deliverBatch(
      batchOf([tickSample('game-a', 10), { ...prediction('game-a', 10), p_rug_40: 2 }], bad),
    );
    expect(await stored('game-a')).toEqual({ predictions: 0, ticks: 1 });
    await deliverBatch({
      ...batchOf([prediction('game-b', 10), tickSample('game-b', 10)], condemned),
      dead_letter: { reason: 'killed its worker' },
    });
    await deliver('not-a-batch', { hello: 'world' });

    const first = await deadletter('list', '--per-page', '3');
    expect(first.code).toBe(0);
    const lines = first.stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^key +kind +when \(UTC\) +reason$/);
    expect(lines[1]).toMatch(/^job-not-a-batch +job +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +not a batch: /);
    expect(lines.at(-1)).toBe('page 1 of 2, 4 dead letters');
    const second = await deadletter('list', '--per-page', '3', '--page', '2');
    expect(second.stdout).toContain(`${bad}-1  prediction`);
    expect(second.stdout).toContain('invalid record: p_rug_40');
    expect(second.stdout).toContain('page 2 of 2, 4 dead letters');
    expect(await deadletter('list', '--page', '2')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no page 2: the last one is page 1'),
    });

    const asJson = JSON.parse((await deadletter('list', '--json')).stdout);
    expect(asJson).toMatchObject({ page: 1, pages: 1, per_page: 20, total: 4 });
    expect(asJson.dead_letters[0]).toMatchObject({ key: 'job-not-a-batch', record: '{"hello":"world"}' });
    const inFull = await deadletter('list', '--key', `${bad}-1`);
    expect(inFull).toMatchObject({ code: 0, stdout: expect.stringContaining('"p_rug_40": 2') });
    expect(await deadletter('list', '--key', 'nonsense')).toMatchObject({ code: 1 });
  });

  it('it has to be clear which ones are meant', async () => {
    for (const args of [['retry'], ['discard'], ['retry', 'x', '--all'], ['discard', '--kind', 'job']])
      expect({ args, code: (await deadletter(...args)).code }).toEqual({ args, code: 2 });
    expect(await deadletter('list', '--page', '0')).toMatchObject({ code: 2 });
  });

  it('while persistence is off nothing is retried or discarded, and the way on is shown', async () => {
    const before = await letters();
    expect((await persistence('off')).code).toBe(0);
    for (const args of [
      ['retry', '--all'],
      ['retry', `${condemned}-0`],
      ['discard', '--all', '--yes'],
      ['discard', `${bad}-1`],
    ]) {
      const answer = await deadletter(...args);
      expect(answer).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining(`persistence is off: nothing is written`),
      });
      expect(answer.stderr).toContain(`./ted persistence on --data ${ted.data}`);
    }
    expect((await deadletter('list')).code).toBe(0);
    expect(await letters()).toEqual(before);
    expect(await stored('game-b')).toEqual({ predictions: 0, ticks: 0 });
    expect((await persistence('on')).code).toBe(0);
  });

  it('a retry stores what is good, once, and keeps the letters of the rest', async () => {
    const one = await deadletter('retry', `${condemned}-0`);
    expect(one).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`✓ ${condemned}-0 prediction: stored`),
    });
    expect(await stored('game-b')).toEqual({ predictions: 1, ticks: 0 });
    expect(await letters()).toHaveLength(3);

    const all = await deadletter('retry', '--all');
    expect(all.code).toBe(1);
    expect(all.stdout).toContain(`✗ ${bad}-1 prediction: still cannot be stored: invalid record: p_rug_40`);
    expect(all.stdout).toContain(`✓ ${condemned}-1 tick_sample: stored`);
    expect(all.stdout).toContain('✗ job-not-a-batch job: cannot be retried: it is a foreign job’s');
    expect(all.stdout).toContain('1 stored, 1 still cannot be stored, 1 cannot be retried');
    expect(await stored('game-b')).toEqual({ predictions: 1, ticks: 1 });
    expect((await letters()).map(({ key }) => key).sort()).toEqual([`${bad}-1`, 'job-not-a-batch']);

    const again = await deadletter('retry', `${condemned}-0`, `${bad}-1`);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain(`✗ ${condemned}-0: there is no such dead letter`);
    expect(again.stdout).toContain('0 stored, 1 still cannot be stored, 1 not found');
    expect(await letters()).toHaveLength(2);
  });

  it('on the data of a stopped stack: discards by name, and all only when told twice', async () => {
    await queue.close();
    redis.disconnect();
    await ted.stop();
    const named = await deadletter('discard', `${bad}-1`);
    expect(named).toMatchObject({ code: 0, stdout: expect.stringContaining('invalid record: p_rug_40') });
    expect(named.stdout).toContain('1 dead letter discarded');
    const once = await deadletter('discard', '--all');
    expect(once).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1 dead letter (1 job) would be'),
    });
    const twice = await deadletter('discard', '--all', '--yes');
    expect(twice).toMatchObject({ code: 0, stdout: expect.stringContaining('1 dead letter discarded') });
    expect(await deadletter('list')).toMatchObject({ code: 0, stdout: 'No dead letters\n' });
  });
});
