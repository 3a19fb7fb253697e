import type { Db } from 'mongodb';
import type { Finding } from '../../../packages/cli/src/findings.ts';
import { stackPaths } from '../../../packages/cli/src/paths.ts';
import { criteria } from '../../../packages/cli/src/validate/criteria.ts';
import { gatherFacts } from '../../../packages/cli/src/validate/facts.ts';
import { Ted, ted as command } from '../../support/ted.ts';
import { eventually } from '../../support/wait.ts';
import { inventHistory } from './history.ts';

/** `./ted validate` on a real stack with a day behind it; each criterion is broken on purpose and mended again. */
describe('./ted validate', () => {
  let ted: Ted;
  let db: Db;
  /** Criteria that were seen to fail. */
  const broken = new Set<string>();
  beforeAll(async () => {
    ted = await Ted.up({ args: ['--speed', '2'], env: { PERSISTENCE_ENABLED: 'true' } });
    db = await ted.db();
    await inventHistory(db);
    await ted.untilStored();
  });
  afterAll(() => ted.stop());

  /** Judged in this process: the command itself would take a second each time. */
  const judged = async () => {
    const facts = await gatherFacts(
      stackPaths(ted.data),
      { url: ted.stack.gateway_url, apiToken: undefined },
      24,
    );
    return criteria.map((judge) => judge(facts));
  };
  const failing = async () => {
    const names = (await judged()).filter(({ state }) => state === 'fail').map(({ name }) => name);
    for (const name of names) broken.add(name);
    return names;
  };
  const nothing = (names: string[]): boolean => names.length === 0;
  const anHour = new Date(Math.floor(Date.now() / 3_600_000 - 5) * 3_600_000);

  it('passes with a figure for each of the criteria', async () => {
    await eventually('a pass', failing, nothing);
    broken.clear();
    const { code, stdout } = await command(['validate', '--json', '--data', ted.data]);
    const { outcome, findings } = JSON.parse(stdout) as { outcome: string; findings: Finding[] };
    expect({ code, outcome }).toEqual({ code: 0, outcome: 'pass' });
    expect(findings.map(({ name }) => name)).toEqual([
      'System continues normal operations',
      'MongoDB contains a growing collection of games and predictions',
      'No increase in error rates',
      'Performance metrics remain stable',
      'Hourly metrics are being calculated',
      'Historical queries work',
      'Old data is being cleaned up per retention policy',
    ]);
    for (const { says } of findings) expect(says).toMatch(/\d/);
  });

  it('a part that is not ok breaks normal operations: exit code 1', async () => {
    const pid = ted.pidOf('ingest');
    process.kill(pid, 'SIGSTOP');
    try {
      await eventually('a fail', failing, (names) => names.includes('System continues normal operations'));
      expect((await command(['validate', '--data', ted.data])).code).toBe(1);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually('a pass again', failing, nothing);
  });

  it('no new predictions break the growth', async () => {
    const pid = ted.pidOf('persistence-worker');
    process.kill(pid, 'SIGSTOP');
    try {
      const recent = { created_at: { $gte: new Date(Date.now() - 20 * 60_000) } };
      const kept = await db.collection('predictions').find(recent).toArray();
      await db.collection('predictions').deleteMany(recent);
      expect(await failing()).toContain('MongoDB contains a growing collection of games and predictions');
      await db.collection('predictions').insertMany(kept);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await eventually('a pass again', failing, nothing);
  });

  it.each([
    [
      'more errors',
      'No increase in error rates',
      'system_samples',
      { persistence_enabled: true },
      { errors_logged: 3 },
      { errors_logged: 0 },
    ],
    [
      'slower updates',
      'Performance metrics remain stable',
      'system_samples',
      { persistence_enabled: true },
      { avg_latency_ms: 2 },
      { avg_latency_ms: 0.4 },
    ],
    [
      'a lost hour',
      'Hourly metrics are being calculated',
      'metrics_hourly',
      { hour_start: anHour },
      { feed: 'elsewhere' },
      { feed: 'simulated' },
    ],
    [
      'figures that are not those of the records',
      'Historical queries work',
      'metrics_hourly',
      { hour_start: { $lte: anHour } },
      { 'prediction_metrics.total_predictions': 0 },
      { 'prediction_metrics.total_predictions': 60 },
    ],
  ])('%s: broken is "%s"', async (_what, criterion, collection, filter, bad, mended) => {
    await db.collection(collection).updateMany(filter, { $set: bad });
    // The gateway's answers may be some seconds old.
    const broke = await eventually('a fail', failing, (names) => names.length > 0);
    await db.collection(collection).updateMany(filter, { $set: mended });
    expect(broke).toEqual([criterion]);
    await eventually('a pass again', failing, nothing);
  });

  it('a dead letter breaks the error rates, an old document the cleanup', async () => {
    await db
      .collection('dead_letters')
      .insertOne({ key: 'x', kind: 'prediction', reason: 'test', created_at: new Date() });
    expect(await failing()).toEqual(['No increase in error rates']);
    await db.collection('dead_letters').deleteMany({});

    const old = new Date(Date.now() - 9 * 24 * 3_600_000);
    await db
      .collection('tick_samples')
      .insertOne({ feed: 'simulated', game_id: 'old', tick: 1, created_at: old });
    expect(await failing()).toEqual(['Old data is being cleaned up per retention policy']);
    await db.collection('tick_samples').deleteMany({ game_id: 'old' });

    const last_cleanup = new Date(Date.now() - 30 * 3_600_000);
    await db.collection('persistence_state').updateOne({ key: 'totals' }, { $set: { last_cleanup } });
    expect(await failing()).toEqual(['Old data is being cleaned up per retention policy']);
    await db
      .collection('persistence_state')
      .updateOne({ key: 'totals' }, { $set: { last_cleanup: new Date() } });
    expect(await failing()).toEqual([]);
  });

  it('each criterion has been broken here', async () => {
    expect([...broken].sort()).toEqual((await judged()).map(({ name }) => name).sort());
  });

  it('without the time before, it is not enough history, and no pass', async () => {
    await db.collection('system_samples').updateMany({}, { $set: { persistence_enabled: true } });
    expect((await command(['validate', '--data', ted.data])).code).toBe(3);
    expect((await judged()).filter(({ state }) => state === 'unknown')).toEqual([
      {
        name: 'No increase in error rates',
        state: 'unknown',
        says: expect.stringContaining('not enough history'),
      },
      {
        name: 'Performance metrics remain stable',
        state: 'unknown',
        says: expect.stringContaining('not enough history'),
      },
    ]);
  });
});
