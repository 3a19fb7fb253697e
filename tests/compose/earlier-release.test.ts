import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';
import { knows } from './deployment.ts';

/** The release before containers and metrics. */
const EARLIER = '405a2e2';

const itWithHistory = knows(EARLIER) ? it : it.skip;
if (!knows(EARLIER)) console.warn('skipped: the earlier release is not in this (shallow) clone');

itWithHistory(
  './ted rollback --to: the earlier release runs on the data and the queue that this one has left, and this one on its',
  async () => {
    const checkout = join(mkdtempSync(join(tmpdir(), 'ted-earlier-')), 'ted');
    execFileSync('git', ['clone', '--quiet', ROOT, checkout]);
    const saved = async (ted: Ted): Promise<number> =>
      (await ted.api('/api/persistence/status')).repository.records_saved;
    const storesOn = async (ted: Ted, before: number): Promise<number> => {
      const now = await eventually(
        'records',
        () => saved(ted),
        (count) => count > before,
        60_000,
      );
      const { repository, components } = await ted.api('/api/persistence/status');
      expect(components.degraded).toEqual([]);
      // A maintenance job that came later is refused by name; nothing else may fail.
      expect(repository.last_error ?? 'none').toMatch(/none|unknown maintenance job "verify-seeds"$/);
      return now;
    };

    const ours = await Ted.up({ args: ['--speed', '40'] });
    const first = await storesOn(ours, 50);
    const back = execFileSync(
      join(checkout, 'ted'),
      ['rollback', '--to', EARLIER, '--json', '--data', ours.data],
      {
        cwd: checkout,
        encoding: 'utf8',
        env: { ...process.env, TED_ROOT: checkout },
      },
    );
    await ours.stop();
    const { outcome, findings } = JSON.parse(back);
    expect(outcome).toBe('pass');
    expect(findings.map(({ name }: { name: string }) => name.split(' ')[0])).toEqual([
      '.env',
      'api-gateway',
      'ingest',
      'persistence-worker',
      'MongoDB',
      'Code',
      'Rebuilt',
    ]);
    execFileSync('sed', ['-i', 's/PERSISTENCE_ENABLED=false/PERSISTENCE_ENABLED=true/', ours.envFile]);

    const earlier = await Ted.up({ data: ours.data, args: ['--speed', '40'], from: checkout });
    const second = await storesOn(earlier, first).finally(() => earlier.stop());

    const again = await Ted.up({ data: ours.data, args: ['--speed', '40'] });
    await storesOn(again, second).finally(() => again.stop());
  },
  600_000,
);
