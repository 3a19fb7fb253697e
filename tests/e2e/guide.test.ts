import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/stores.ts';
import { ROOT, Ted, ted as command } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** The deployment guide's local path, step by step, in a folder of its own. */
describe('the deployment guide, typed command by command', () => {
  const data = temporaryFolder('guide');
  const sh = (line: string) => execFileSync('sh', ['-c', line], { cwd: data, encoding: 'utf8' });
  let ted: Ted | undefined;
  afterAll(() => ted?.stop());

  it('steps 1 and 2: settings with the switch off, then the migration', async () => {
    const section = readFileSync(join(ROOT, '.env.example'), 'utf8');
    expect(section).toContain('PERSISTENCE_ENABLED=false');
    sh(`cp ${ROOT}/.env.example .env`);
    const dryRun = await command(['migrate', '--check-only', '--data', data]);
    expect(dryRun).toMatchObject({ code: 1, stdout: expect.stringContaining('✗ Collection missing: games') });
    const run = await command(['migrate', '--data', data]);
    expect(run.code).toBe(0);
    for (const line of [
      'MongoDB connection successful',
      'Created collection: games',
      'Created collection: predictions',
      'Created indexes for all collections',
      'Database verification complete',
      'Migration completed successfully!',
    ]) {
      expect(run.stdout).toContain(`✓ ${line}`);
    }
    const check = await command(['migrate', '--check-only', '--json', '--data', data]);
    expect(check.code).toBe(0);
    expect(JSON.parse(check.stdout)).toMatchObject({ ready: true });
  });

  it('steps 3 and 4: starts with persistence off and says so', async () => {
    ted = await Ted.up({ data, args: ['--speed', '40'] });
    expect(ted.lines.at(-1)).toContain('persistence: off');
    expect(await ted.api('/api/persistence/status')).toEqual({
      enabled: false,
      message: 'Persistence is disabled',
    });
    expect(await ted.api('/api/persistence/metrics?hours=24')).toEqual({
      enabled: false,
      message: 'Persistence is disabled',
    });
    expect((await ted.get('/api/status-checks')).status).toBe(503);
    expect((await ted.api('/api/status')).system.status).toBe('running');
  });

  it('steps 5 to 7: sed -i switches it on without a restart; status, logs and data show it', async () => {
    sh(
      `sed -i 's/PERSISTENCE_ENABLED=false/PERSISTENCE_ENABLED=true/; s/^PERSISTENCE_INTERVAL_SECONDS=30/PERSISTENCE_INTERVAL_SECONDS=1/' .env`,
    );
    const status = await eventually(
      'records',
      () => ted!.api('/api/persistence/status'),
      (s) => s.enabled && s.repository.records_saved > 40,
    );
    expect(status).toMatchObject({
      enabled: true,
      repository: {
        enabled: true,
        last_save: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        records_saved: expect.any(Number),
        errors: 0,
        last_error: null,
      },
      manager: {
        enabled: true,
        running: true,
        persist_interval: 1,
        batch_size: 100,
        retention_days: { tick_samples: 7, predictions: 90, side_bets: 90, games: 180 },
      },
    });
    const lines = sh('grep -i persist logs/backend.log');
    expect(lines).toContain('Persistence is ENABLED. Data will be saved to MongoDB.');
    expect(lines).toContain('Background persistence tasks started');
    expect(sh('grep "Persisted:" logs/backend.log')).toMatch(/Persisted: \{'/);
    expect(sh('grep "Calculated hourly metrics" logs/backend.log')).not.toBe('');
    expect(() =>
      sh('grep -e "Error persisting" -e "Error in persist_memory_buffers" logs/backend.log'),
    ).toThrow();
  });

  it('monitoring: status, persistence status and metrics answer', async () => {
    expect(await ted!.api('/api/persistence/metrics?hours=24')).toMatchObject({
      total_predictions: expect.any(Number),
      accuracy_1_window: expect.any(Number),
      accuracy_2_windows: expect.any(Number),
      average_e40: expect.any(Number),
    });
    const added = await fetch(new URL('/api/status-checks', ted!.stack.gateway_url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"client_name":"guide"}',
    });
    expect(added.status).toBe(200);
    expect(await ted!.api('/api/status-checks')).toEqual([
      { id: expect.any(String), client_name: 'guide', timestamp: expect.any(String) },
    ]);
  });

  it('rollback: sed -i switches it off without a restart', async () => {
    sh(`sed -i 's/PERSISTENCE_ENABLED=true/PERSISTENCE_ENABLED=false/' .env`);
    await eventually(
      'off',
      () => ted!.api('/api/persistence/status'),
      (s) => s.enabled === false,
      5000,
    );
    expect((await ted!.api('/api/health')).status).toBe('healthy');
  });

  it('a bad value stops a start with an error that names it', async () => {
    await ted!.stop();
    sh(`sed -i 's/^CLEANUP_HOUR_UTC=3/CLEANUP_HOUR_UTC=25/' .env`);
    await expect(Ted.up({ data })).rejects.toThrow(
      'CLEANUP_HOUR_UTC=25 is not valid: allowed is a whole number from 0 to 23',
    );
    expect(existsSync(join(data, 'stack.json'))).toBe(false);
  });
});
