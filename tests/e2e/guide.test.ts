import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../packages/cli/src/commands/index.ts';
import { sectionsOf, tedCommandsIn, type DocumentedCommand } from '../support/documented.ts';
import { INGEST, tickSample } from '../support/records.ts';
import { temporaryFolder } from '../support/stores.ts';
import { OWN_STORES, ROOT, Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

const DOCUMENTS = ['README.md', 'docs/deployment.md', 'CONTRIBUTING.md'];
const CONTAINERS = 'In containers';

/** Of the shell blocks' lines, those that are not typed here, each with the reason. */
const NOT_RUN: Record<string, string> = {
  'npm start': 'a name for ./ted up, which runs here',
  'npm test': 'it is what runs this',
  './ted validate --hours 24':
    'needs a day: tests/e2e/operations/validate.test.ts has one; on a young stack the query is seconds older than the count beside it',
};

/** Of an outbox and the number of a record in it, as a worker names its letters. */
const LETTERS = { wanted: `${INGEST}-1`, unwanted: `${INGEST}-2` };

interface Ran {
  text: string;
  code: number;
  output: string;
}

/** What a newcomer does on one machine: every line of the shell blocks, as the documents have it, in one folder with one stack. */
describe('the documents, typed command by command', () => {
  const folder = temporaryFolder('guide');
  let ted: Ted | undefined;
  afterAll(() => ted?.stop());

  beforeAll(() => {
    copyFileSync(join(ROOT, '.env.example'), join(folder, '.env.example'));
    // The project's own, with everything in this folder.
    writeFileSync(join(folder, 'ted'), `#!/bin/sh\nexec ${ROOT}/ted "$@" --data ${folder}\n`);
    chmodSync(join(folder, 'ted'), 0o755);
    // An error of HTTP is an error of the line.
    writeFileSync(join(folder, '.curlrc'), 'fail\nsilent\nshow-error\n');
  });

  async function type(line: string): Promise<Ran> {
    const here = line.includes('localhost:8000')
      ? line.replace('localhost:8000', new URL(ted!.stack.gateway_url).host)
      : line;
    return new Promise((resolve) =>
      execFile(
        'bash',
        ['-c', here],
        { cwd: folder, env: { ...process.env, ...OWN_STORES, CURL_HOME: folder } },
        (error, stdout, stderr) =>
          resolve({ text: line, code: error ? Number(error.code) : 0, output: stdout + stderr }),
      ),
    );
  }
  const set = (name: string, value: string) => type(`sed -i 's/^${name}=.*/${name}=${value}/' .env`);
  const api = (path: string) => ted!.api(path);
  const status = () => api('/api/persistence/status');

  /** Types the lines; each has to end as the document says. */
  async function typeAll(lines: readonly DocumentedCommand[]): Promise<Ran[]> {
    const ran: Ran[] = [];
    for (const { text, exitCodes, output } of lines) {
      if (text in NOT_RUN) continue;
      if (text === './ted up') {
        ted = await Ted.up({ data: folder, from: folder, args: ['--speed', '10'] });
        continue;
      }
      const did = await type(text.replace('KEY', key(text)));
      if (!exitCodes.includes(did.code))
        throw new Error(`${text}: exit code ${did.code}, not ${exitCodes.join(' or ')}:\n${did.output}`);
      if (output !== undefined) expect(did.output).toContain(output);
      ran.push(did);
    }
    return ran;
  }

  /** Which of the planted dead letters a line is about. */
  const key = (text: string): string => (text.includes('discard') ? LETTERS.unwanted : LETTERS.wanted);

  const before: Record<string, () => Promise<unknown>> = {
    'Records that could not be stored': async () =>
      (await ted!.db()).collection('dead_letters').insertMany(
        Object.entries(LETTERS).map(([name, letter]) => ({
          key: letter,
          kind: 'tick_sample',
          reason: 'planted',
          record: JSON.stringify(tickSample(name, 1)),
          created_at: new Date(),
        })),
      ),
  };

  /** What has to hold when a section's lines have run. A section without lines needs no entry. */
  const afterwards: Record<string, (ran: Ran[]) => Promise<unknown>> = {
    'Before you begin': async ([doctor]) => expect(doctor!.output).toContain('0 failed'),
    '1. Settings': async () => {
      expect(readFileSync(join(folder, '.env'), 'utf8')).toContain('PERSISTENCE_ENABLED=false');
      await set('PERSISTENCE_INTERVAL_SECONDS', '1');
    },
    '2. Migration': async ([check, run]) => {
      expect(check!.output).toContain('✗ Collection missing: games');
      for (const line of [
        'MongoDB connection successful',
        'Created collection: games',
        'Created collection: predictions',
        'Created indexes for all collections',
        'Database verification complete',
        'Migration completed successfully!',
      ])
        expect(run!.output).toContain(`✓ ${line}`);
    },
    '3. Start': async () => expect(ted!.lines.at(-1)).toContain('persistence: off'),
    '4. Check that it is healthy, with persistence off': async ([, general]) => {
      expect(JSON.parse(general!.output).system.status).toBe('running');
      expect(await api('/api/persistence/metrics?hours=24')).toEqual({
        enabled: false,
        message: 'Persistence is disabled',
      });
      expect((await ted!.get('/api/status-checks')).status).toBe(503);
    },
    '5. Switch persistence on': async () =>
      eventually('records', status, (s) => s.enabled && s.repository.records_saved > 40),
    '6. See that it is active': async ([answer, log]) => {
      expect(JSON.parse(answer!.output)).toMatchObject({
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
      expect(log!.output).toContain('Persistence is ENABLED. Data will be saved to MongoDB.');
      expect(log!.output).toContain('Background persistence tasks started');
      expect(log!.output).toMatch(/Persisted: \{'/);
    },
    '8. Validate after a day': async (ran) => expect(ran).toEqual([]),
    Rollback: async () => {
      await eventually('off', status, (s) => s.enabled === false, 5000);
      expect((await api('/api/health')).status).toBe('healthy');
      await set('PERSISTENCE_ENABLED', 'true');
      await eventually('on', status, (s) => s.enabled, 5000);
    },
    Backups: async () => expect(existsSync(join(folder, 'backups'))).toBe(true),
    Monitoring: async (ran) =>
      expect(JSON.parse(ran[2]!.output)).toMatchObject({
        total_predictions: expect.any(Number),
        accuracy_1_window: expect.any(Number),
        accuracy_2_windows: expect.any(Number),
        average_e40: expect.any(Number),
      }),
    'Records that could not be stored': async (ran) => {
      expect(ran[0]!.output).toContain('2 dead letters');
      const db = await ted!.db();
      expect(await db.collection('dead_letters').countDocuments()).toBe(0);
      expect(await db.collection('tick_samples').countDocuments({ game_id: 'wanted' })).toBe(1);
    },
    Cleanup: async (ran) =>
      expect(ran.map(({ output }) => /tick_samples/.test(output))).toEqual([true, true]),
  };

  it.each(
    sectionsOf('docs/deployment.md')
      .filter(({ title, commands: lines }) => title !== CONTAINERS && lines.length > 0)
      .map((section) => [section.title, section] as const),
  )('docs/deployment.md: %s', async (title, section) => {
    await before[title]?.();
    const ran = await typeAll(section.commands);
    await afterwards[title]!(ran);
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('%s', async (path) => {
    await typeAll(sectionsOf(path).flatMap((section) => section.commands));
  });

  it('status checks are kept once persistence is on', async () => {
    const added = await fetch(new URL('/api/status-checks', ted!.stack.gateway_url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"client_name":"guide"}',
    });
    expect(added.status).toBe(200);
    expect(await api('/api/status-checks')).toEqual([
      { id: expect.any(String), client_name: 'guide', timestamp: expect.any(String) },
    ]);
  });

  it('a bad value stops a start with an error that names it', async () => {
    await ted!.stop();
    await set('CLEANUP_HOUR_UTC', '25');
    await expect(Ted.up({ data: folder })).rejects.toThrow(
      'CLEANUP_HOUR_UTC=25 is not valid: allowed is a whole number from 0 to 23',
    );
    expect(existsSync(join(folder, 'stack.json'))).toBe(false);
  });
});

describe('what the documents name', () => {
  it('npm start and npm test are ./ted up and ./ted test', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts).toEqual({ start: './ted up', test: './ted test' });
  });

  const known = commands.map((command) => command());
  const withoutProgram = (line: string) => line.replace(/^\.\/ted /, '').split(/\s+/);

  it.each(DOCUMENTS.flatMap((path) => tedCommandsIn(path).map((line) => [line, path])))(
    '%s (%s) is a command with these options',
    (line) => {
      const words = withoutProgram(line);
      expect(problemWith(words, known)).toBeUndefined();
    },
  );
});

/** What is wrong with a command line; words behind the options are not looked at. `a\|b`: each of them. */
function problemWith(
  words: readonly string[],
  known: readonly ReturnType<(typeof commands)[number]>[],
): string | undefined {
  const [first = '', ...rest] = words;
  if (first.startsWith('--')) return first === '--help' ? undefined : `there is no ${first}`;
  for (const name of first.split(/\\?\|/)) {
    const command = known.find((candidate) => candidate.name() === name);
    if (!command) return `there is no command ${name}`;
    if (command.commands.length > 0) {
      const problem = problemWith(rest, command.commands);
      if (problem) return problem;
      continue;
    }
    const options = rest.flatMap((word) => /^\[?(--[a-z-]+)/.exec(word)?.[1] ?? []);
    const missing = options.find((option) => !command.options.some(({ long }) => long === option));
    // jest's own are passed on.
    if (missing && name !== 'test') return `${name} has no ${missing}`;
  }
  return undefined;
}
