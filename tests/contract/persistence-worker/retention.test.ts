import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, LiveSettings } from '@ted/platform';
import { addToTotals, DatabaseMonitor, type Database } from '@ted/storage';
import {
  lastDue,
  retentionCleanup,
} from '../../../services/persistence-worker/src/jobs/retention-cleanup.ts';
import { WriteGate } from '../../../services/persistence-worker/src/write-gate.ts';
import { dropDatabase, freshDatabase } from '../../support/database.ts';

/** The cleanup job under the variables of the .env. */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const envFile = join(mkdtempSync(join(tmpdir(), 'ted-retention-')), '.env');
const setEnv = (variables: Record<string, number>) =>
  writeFileSync(
    envFile,
    ['PERSISTENCE_ENABLED=true', ...Object.entries(variables).map(([k, v]) => `${k}=${v}`), ''].join('\n'),
  );

describe('the cleanup job', () => {
  let database: Database;
  let stop: AbortController;
  beforeEach(async () => {
    database = await freshDatabase();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await dropDatabase(database);
  });

  const logger = Object.assign(createLogger('test', { level: 'error', format: 'text' }), { silent: true });
  async function cleanUp(live: LiveSettings): Promise<void> {
    const monitor = new DatabaseMonitor(database);
    void monitor.watch(stop.signal);
    await retentionCleanup(database, new WriteGate(live, monitor, stop.signal), live, logger, stop.signal);
  }

  let feeds = 0;
  /** Documents of every age from 1 to 12 days. */
  async function storeAges(collection: 'metrics_hourly' | 'predictions'): Promise<void> {
    await database.models[collection].collection.insertMany(
      Array.from({ length: 12 }, (_, i) => {
        const at = new Date(Date.now() - (i + 1) * DAY_MS);
        return {
          feed: `feed-${++feeds}`,
          game_id: 'g',
          predicted_at_tick: 0,
          hour_start: at,
          created_at: at,
        };
      }),
    );
  }
  const left = (collection: 'metrics_hourly' | 'predictions') =>
    database.models[collection].collection.countDocuments({});

  it('METRICS_RETENTION_DAYS says how long hourly metrics are kept, and nothing else does [defect 18]', async () => {
    await storeAges('metrics_hourly');
    await storeAges('predictions');
    setEnv({ METRICS_RETENTION_DAYS: 5, PREDICTION_RETENTION_DAYS: 9 });
    await cleanUp(new LiveSettings(envFile, {}));
    expect(await left('metrics_hourly')).toBe(4);
    expect(await left('predictions')).toBe(8);
  });

  it('acts as it stands in the file when the cleanup runs [defect 18]', async () => {
    await storeAges('metrics_hourly');
    setEnv({ METRICS_RETENTION_DAYS: 365 });
    const live = new LiveSettings(envFile, {});
    await cleanUp(live);
    expect(await left('metrics_hourly')).toBe(12);
    setEnv({ METRICS_RETENTION_DAYS: 2 });
    await live.refresh();
    await addToTotals(database, { lastCleanup: new Date(Date.now() - 2 * DAY_MS) });
    await cleanUp(live);
    expect(await left('metrics_hourly')).toBe(1);
  });

  it('CLEANUP_HOUR_UTC says from when on a day’s cleanup is due, and it is done once [defect 18]', async () => {
    await storeAges('metrics_hourly');
    const thisHour = new Date().getUTCHours();
    // The last cleanup was a minute before this hour began.
    const hourStart = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    await addToTotals(database, { lastCleanup: new Date(hourStart - 60_000) });
    setEnv({ METRICS_RETENTION_DAYS: 5, CLEANUP_HOUR_UTC: (thisHour + 12) % 24 });
    const live = new LiveSettings(envFile, {});
    await cleanUp(live);
    expect(await left('metrics_hourly')).toBe(12);
    setEnv({ METRICS_RETENTION_DAYS: 5, CLEANUP_HOUR_UTC: thisHour });
    await live.refresh();
    await cleanUp(live);
    expect(await left('metrics_hourly')).toBe(4);
    await storeAges('metrics_hourly');
    await cleanUp(live);
    expect(await left('metrics_hourly')).toBe(4 + 12);
  });
});

it.each([
  [3, '2026-02-10T02:59:59Z', '2026-02-09T03:00:00Z'],
  [3, '2026-02-10T03:00:00Z', '2026-02-10T03:00:00Z'],
  [3, '2026-02-10T23:00:00Z', '2026-02-10T03:00:00Z'],
  [0, '2026-03-01T00:00:01Z', '2026-03-01T00:00:00Z'],
  [23, '2026-03-01T22:00:00Z', '2026-02-28T23:00:00Z'],
])('with the hour %i a cleanup at %s was last due at %s [defect 18]', (hour, now, due) => {
  expect(new Date(lastDue(hour, Date.parse(now))).toISOString()).toBe(new Date(due).toISOString());
});
