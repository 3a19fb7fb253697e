import { execFileSync } from 'node:child_process';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { MAINTENANCE_JOBS } from '@ted/messaging';
import { Ted, ted as command } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

const DAY_MS = 86_400_000;

/** An hour that far from now, so that none of the tests crosses a due time. */
const hourIn = (hours: number) => (new Date().getUTCHours() + hours) % 24;

/** `./ted cleanup` and the worker's daily run, on a running stack. */
describe('retention', () => {
  let ted: Ted;
  let redis: Redis;
  let queue: Queue;
  beforeAll(async () => {
    ted = await Ted.up({ env: { TICK_RETENTION_DAYS: '7', CLEANUP_HOUR_UTC: String(hourIn(6)) } });
    redis = new Redis(ted.stack.redis_url, { maxRetriesPerRequest: null });
    queue = new Queue('maintenance', { connection: redis, prefix: '{ted}' });
  });
  afterAll(async () => {
    await queue?.close();
    redis?.disconnect();
    await ted?.stop();
  });

  const cleanup = (...args: string[]) => command(['cleanup', ...args, '--data', ted.data]);
  const set = (name: string, value: string | number) =>
    execFileSync('sed', ['-i', `s/^${name}=.*/${name}=${value}/`, ted.envFile]);
  const old = async () => (await ted.db()).collection('tick_samples').countDocuments({ game_id: /^old-/ });
  const totals = async () => (await ted.db()).collection('persistence_state').findOne({ key: 'totals' });
  /** Tick samples of that age. */
  async function age(days: number, count: number): Promise<void> {
    const created_at = new Date(Date.now() - days * DAY_MS);
    const samples = Array.from({ length: count }, (_, tick) => ({
      ...{ feed: 'simulated', game_id: `old-${days}`, tick, price: 1, features: {} },
      ...{ timestamp: created_at, created_at },
    }));
    await (await ted.db()).collection('tick_samples').insertMany(samples);
  }
  const untilClean = () => eventually('the first cleanup', totals, (state) => state?.last_cleanup != null);

  it('a dry run says what would go and writes nothing, on or off', async () => {
    await untilClean();
    await age(10, 1200);
    await age(5, 3);
    const before = await totals();
    const shown = await cleanup('--dry-run');
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^collection +days kept +created before \(UTC\) +would be deleted\n/);
    expect(shown.stdout).toMatch(/^tick_samples +7 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +1200 of \d+$/m);
    expect(shown.stdout).toMatch(/^metrics_hourly +365 /m);

    expect((await command(['persistence', 'off', '--data', ted.data])).code).toBe(0);
    const { dry_run, collections } = JSON.parse((await cleanup('--dry-run', '--json')).stdout);
    expect(dry_run).toBe(true);
    expect(collections.map(({ collection }: { collection: string }) => collection)).toEqual([
      ...['tick_samples', 'system_samples', 'predictions', 'side_bets', 'games', 'metrics_hourly'],
      'dead_letters',
    ]);
    expect(collections[0]).toMatchObject({ days: 7, cutoff: expect.stringMatching(/Z$/), expired: 1200 });
    expect(await old()).toBe(1203);
    expect((await totals())?.last_cleanup).toEqual(before?.last_cleanup);
  });

  it('refuses while persistence is off, and cleans up when it is on', async () => {
    expect(await cleanup()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('./ted persistence on'),
    });
    expect(await old()).toBe(1203);
    expect((await command(['persistence', 'on', '--data', ted.data])).code).toBe(0);
    const asked = Date.now();
    const { dry_run, collections } = JSON.parse((await cleanup('--json')).stdout);
    expect(dry_run).toBe(false);
    expect(collections[0]).toMatchObject({ collection: 'tick_samples', days: 7, deleted: 1200 });
    expect(await old()).toBe(3);
    expect(Number((await totals())?.last_cleanup)).toBeGreaterThanOrEqual(asked);
    expect((await cleanup()).stdout).toMatch(/^tick_samples +7 .* 0$/m);
  });

  it('a changed variable acts in the worker’s next run, and a changed hour moves its schedule', async () => {
    const due = async () => {
      const list = await queue.getJobSchedulers();
      return list.find(({ key }) => key === 'retention-cleanup')?.next;
    };
    const hour = async () => new Date((await due()) ?? Number.NaN).getUTCHours();
    const [before, after] = [hourIn(6), hourIn(12)];
    await eventually('the schedule', hour, (h) => h === before);
    set('TICK_RETENTION_DAYS', 2);
    set('CLEANUP_HOUR_UTC', after);
    await eventually('the new schedule', hour, (h) => h === after);
    expect((await queue.getJobSchedulers()).length).toBe(MAINTENANCE_JOBS.length);
    expect(await due()).toBeGreaterThan(Date.now());

    // As long as no run is due, an alarm does nothing.
    const run = async () => {
      const job = await queue.add('retention-cleanup', {});
      await eventually(
        'the run',
        () => queue.getJobState(job.id!),
        (state) => state === 'completed',
      );
    };
    await run();
    expect(await old()).toBe(3);
    // The day after, as it were.
    const past = new Date(Date.now() - DAY_MS - 1);
    await (
      await ted.db()
    )
      .collection('persistence_state')
      .updateOne({ key: 'totals' }, { $set: { last_cleanup: past } });
    const asked = Date.now();
    await run();
    expect(await old()).toBe(0);
    expect(Number((await totals())?.last_cleanup)).toBeGreaterThanOrEqual(asked);
    expect(ted.log).toMatch(/Data cleanup completed: \{'tick_samples': 3, /);
  });
});
