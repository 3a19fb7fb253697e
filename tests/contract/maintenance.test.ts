import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Maintenance, MAINTENANCE_JOBS, type MaintenanceJob } from '@ted/messaging';
import { eventually } from '../support/wait.ts';

const url = process.env.TED_TEST_REDIS_URL!;
const HOUR_MS = 3_600_000;
const JOBS = MAINTENANCE_JOBS.length;

describe('maintenance by three replicas', () => {
  const prefix = `{test-${randomUUID()}}`;
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue('maintenance', { connection: redis, prefix });
  const runs: { replica: number; job: MaintenanceJob }[] = [];
  const failures: string[] = [];
  let cleanupHour = 3;
  const replicas = [1, 2, 3].map(
    (replica) =>
      new Maintenance(
        { url, prefix },
        {
          run: async (job) => void runs.push({ replica, job }),
          cleanupHourUtc: () => cleanupHour,
          onFailed: (job, error) => failures.push(`${job}: ${error.message}`),
          onProblem: (error) => failures.push(error.message),
        },
      ),
  );
  beforeAll(() => replicas.forEach((replica) => replica.start()));
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    await queue.close();
    redis.disconnect();
  });

  /** Each schedule with the UTC hour and minute of its next run. */
  const schedules = async () => {
    const list = await queue.getJobSchedulers();
    return list.map(({ key, next }) => ({ key, next: next! })).sort((a, b) => a.key.localeCompare(b.key));
  };

  it('runs what is due at the start, and has one schedule per job however many replicas there are', async () => {
    await eventually(
      'all jobs',
      () => new Set(runs.map(({ job }) => job)).size,
      (kinds) => kinds === JOBS,
    );
    const [hourly, cleanup] = await eventually('the schedules', schedules, (list) => list.length === JOBS);
    expect(hourly).toMatchObject({ key: 'hourly-metrics' });
    expect(hourly!.next % HOUR_MS).toBe(5000); // five seconds after the hour
    expect(cleanup).toMatchObject({ key: 'retention-cleanup' });
    expect(new Date(cleanup!.next).getUTCHours()).toBe(3);
    expect((await queue.getDelayed()).length).toBe(JOBS);
  });

  it('follows a changed cleanup hour without a second schedule [defect 18]', async () => {
    cleanupHour = 17;
    await Promise.all(replicas.map((replica) => replica.upsertSchedules()));
    const list = await schedules();
    expect(list).toHaveLength(JOBS);
    expect(new Date(list[1]!.next).getUTCHours()).toBe(17);
    expect((await queue.getDelayed()).length).toBe(JOBS);
  });

  it('gets its schedules back by itself after Redis has lost them, and runs once what they may have missed', async () => {
    runs.length = 0;
    await redis.del(...(await redis.keys(`${prefix}*`)));
    const back = await eventually('the schedules', schedules, (list) => list.length === JOBS);
    expect(back.map(({ key }) => key)).toEqual([...MAINTENANCE_JOBS].sort());
    expect(new Date(back[1]!.next).getUTCHours()).toBe(17);
    await eventually(
      'all jobs',
      () => runs.length,
      (n) => n >= JOBS,
    );
    expect(runs.map(({ job }) => job).sort()).toEqual([...MAINTENANCE_JOBS].sort());
    expect((await queue.getDelayed()).length).toBe(JOBS);
  });

  it('runs once, some seconds later, what many replicas ask for at the same time', async () => {
    runs.length = 0;
    await Promise.all([...replicas, ...replicas].map((replica) => replica.runSoon('hourly-metrics')));
    expect(runs).toEqual([]);
    await eventually(
      'the run',
      () => runs.length,
      (n) => n > 0,
    );
    // Two if the requests came across the border of two slots.
    expect(runs.length).toBeLessThanOrEqual(2);
    await eventually(
      'nothing more waits',
      async () => (await queue.getDelayed()).length,
      (n) => n === JOBS,
    );
  });

  it('one run on demand is one run, and an unknown job fails alone', async () => {
    runs.length = 0;
    await queue.add('nonsense', {});
    await replicas[0]!.runNow('hourly-metrics');
    await eventually(
      'the run',
      () => runs.length,
      (n) => n === 1,
    );
    await eventually(
      'the failure',
      () => failures.join(),
      (text) => text.includes('unknown maintenance job "nonsense"'),
    );
    expect(runs).toHaveLength(1);
  });
});
