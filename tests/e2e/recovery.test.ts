import { Queue } from 'bullmq';
import type { Db } from 'mongodb';
import { setEnvValue } from '@ted/platform';
import { upOnOwnStores, type TedOnOwnStores } from '../support/own-stores.ts';
import type { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/**
 * How soon work goes on, with an interval so long that nothing of it happens because the interval is over. Promised are 2 s,
 * and 5 s for what a killed worker held; the limits leave room for a machine that has other things to do.
 */
const LIMIT_MS = { resume: 5000, killedWorker: 10_000 };

describe('after an outage', () => {
  let ted: Ted;
  let db: Db;
  let own: TedOnOwnStores;
  beforeAll(async () => {
    own = await upOnOwnStores({
      args: ['--speed', '10', '--workers', '2'],
      env: { PERSISTENCE_INTERVAL_SECONDS: '3600', PERSISTENCE_BATCH_SIZE: '1000' },
    });
    ted = own.ted;
    db = await ted.db();
  });
  afterAll(() => own.stop());

  const saved = async () =>
    ((await db.collection('persistence_state').findOne({}))?.records_saved as number | undefined) ?? 0;
  const ingestHealth = async () => await (await fetch(new URL('/health', ted.stack.ingest_url))).json();
  /** Records wait in the outbox for longer than its figures are old, and none is on its way. */
  const recordsWait = () =>
    eventually(
      'records wait',
      ingestHealth,
      ({ outbox }) => outbox.oldest_ms > 1500 && outbox.batches_out === 0,
    );
  /** @param before what was saved before the outage: nothing is until it is over, with this interval */
  async function savingResumes(before: number): Promise<number> {
    const begin = Date.now();
    await eventually('records are stored', saved, (now) => now > before, 10_000);
    return Date.now() - begin;
  }

  it.each([
    ['Redis', () => own.redis, ({ outbox }: any) => outbox.redis.ok],
    ['MongoDB', () => own.mongo, ({ workers }: any) => workers.some((worker: any) => worker.mongodb.ok)],
  ] as const)('of %s, saving resumes within 2 s of its return', async (name, store, isThere) => {
    await recordsWait();
    const before = await saved();
    await store().kill();
    await eventually(
      'those who need it see that it is gone',
      () => ted.api('/api/status'),
      ({ persistence }) => !isThere(persistence),
    );
    await store().restart();
    const ms = await savingResumes(before);
    console.log(`saving resumed ${ms} ms after ${name} was back`);
    expect(ms).toBeLessThan(LIMIT_MS.resume);
  });

  it('of ingest, it is following the feed again within 2 s', async () => {
    await recordsWait();
    const before = await saved();
    const pid = ted.pidOf('ingest');
    process.kill(pid, 'SIGKILL');
    const begin = Date.now();
    await eventually(
      'ingest follows the feed',
      async () => (await ingestHealth()).last_update_at as number | null,
      (at) => at !== null && at > begin,
    );
    const ms = Date.now() - begin;
    console.log(`ingest followed the feed again ${ms} ms after it was killed`);
    expect(ted.pidOf('ingest')).not.toBe(pid);
    expect(ms).toBeLessThan(LIMIT_MS.resume);
    // What it had accepted does not wait for the interval either.
    expect(await savingResumes(before)).toBeLessThan(LIMIT_MS.resume);
  });

  it('of a worker, what it held is stored by another one within 5 s', async () => {
    const queue = new Queue('batches', { connection: { url: own.redis.url }, prefix: '{ted}' });
    const [victim, other] = [ted.pidOf('persistence-worker-1'), ted.pidOf('persistence-worker-2')];
    try {
      // MongoDB does not answer, so that the job stays in the hands of the one worker that can take it.
      process.kill(other, 'SIGSTOP');
      process.kill(own.mongo.pid, 'SIGSTOP');
      await setEnvValue(ted.envFile, 'PERSISTENCE_BATCH_SIZE', '1');
      const [job] = await eventually(
        'a job in the hands of a worker',
        () => queue.getActive(),
        (jobs) => jobs.length > 0,
      );
      process.kill(victim, 'SIGKILL');
      process.kill(own.mongo.pid, 'SIGCONT');
      process.kill(other, 'SIGCONT');
      const begin = Date.now();
      await eventually(
        'the job is done',
        () => queue.getJobState(job!.id!),
        (state) => state === 'completed',
        10_000,
      );
      const ms = Date.now() - begin;
      console.log(`what a killed worker held was stored ${ms} ms later`);
      expect(ms).toBeLessThan(LIMIT_MS.killedWorker);
    } finally {
      await queue.close();
    }
  });
});
