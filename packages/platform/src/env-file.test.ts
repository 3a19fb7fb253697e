import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvText, setEnvValue, withEnvValue } from './env-file.ts';

describe('the guide’s lines, pasted as they stand', () => {
  it('are understood with inline comments and repeated keys: the last wins', () => {
    const text = [
      '# === Persistence Configuration ===',
      'PERSISTENCE_ENABLED=false',
      'PERSISTENCE_INTERVAL_SECONDS=60  # Default is 30',
      'PERSISTENCE_BATCH_SIZE=50  # Default is 100',
      'TICK_RETENTION_DAYS=3  # Default is 7',
      'export CLEANUP_HOUR_UTC="4"',
      'PERSISTENCE_ENABLED=true',
    ].join('\r\n');
    expect(parseEnvText(text)).toMatchObject({
      PERSISTENCE_ENABLED: 'true',
      PERSISTENCE_INTERVAL_SECONDS: '60',
      PERSISTENCE_BATCH_SIZE: '50',
      TICK_RETENTION_DAYS: '3',
      CLEANUP_HOUR_UTC: '4',
    });
  });
});

describe('setting a value', () => {
  it.each([
    ['changes it and keeps its comment', 'A=1\nB=2 # two\nC=3\n', 'A=1\nB=9 # two\nC=3\n'],
    ['changes every line that sets it', 'B=1\nB=2\n', 'B=9\nB=9\n'],
    ['adds it where it is missing', 'A=1', 'A=1\nB=9\n'],
    ['leaves comments that mention it', '# B=1\nB=2\n', '# B=1\nB=9\n'],
    ['keeps Windows line ends', 'B=2\r\nA=1\r\n', 'B=9\r\nA=1\r\n'],
  ])('%s', (_, before, after) => {
    expect(withEnvValue(before, 'B', '9')).toBe(after);
  });

  it('replaces the file in one step and keeps its mode', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ted-env-')), '.env');
    writeFileSync(file, 'PERSISTENCE_ENABLED=false\n', { mode: 0o640 });
    await setEnvValue(file, 'PERSISTENCE_ENABLED', 'true');
    expect(readFileSync(file, 'utf8')).toBe('PERSISTENCE_ENABLED=true\n');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });
});
