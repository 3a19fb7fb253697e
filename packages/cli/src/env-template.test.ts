import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFirstEnvFile } from './env-template.ts';

describe('writeFirstEnvFile', () => {
  const root = mkdtempSync(join(tmpdir(), 'ted-env-'));
  const envFile = join(root, 'data', '.env');
  const before = process.env.TED_ROOT;

  beforeAll(() => {
    process.env.TED_ROOT = root;
    mkdirSync(join(root, 'data'));
    writeFileSync(
      join(root, '.env.example'),
      '# the switch\nPERSISTENCE_ENABLED=false # see the guide\nREDIS_URL=\n',
    );
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TED_ROOT;
    else process.env.TED_ROOT = before;
    rmSync(root, { recursive: true });
  });

  it('copies the example with persistence on, for its owner alone', () => {
    expect(writeFirstEnvFile(envFile)).toBe(true);
    expect(readFileSync(envFile, 'utf8')).toBe(
      '# the switch\nPERSISTENCE_ENABLED=true # see the guide\nREDIS_URL=\n',
    );
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
  });

  it('leaves a file that exists as it is', () => {
    writeFileSync(envFile, 'PERSISTENCE_ENABLED=false\n');
    expect(writeFirstEnvFile(envFile)).toBe(false);
    expect(readFileSync(envFile, 'utf8')).toBe('PERSISTENCE_ENABLED=false\n');
  });
});
