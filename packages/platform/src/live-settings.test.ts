import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiveSettings, nextValues } from './live-settings.ts';

describe('the switch', () => {
  it.each([
    ['is off where nothing is set', undefined, {}, false],
    ['comes from the environment where there is no file', undefined, { PERSISTENCE_ENABLED: 'true' }, true],
    [
      'comes from the file where there is one',
      { PERSISTENCE_ENABLED: 'false' },
      { PERSISTENCE_ENABLED: 'true' },
      false,
    ],
    [
      'is off where the file does not say, whatever the environment says',
      {},
      { PERSISTENCE_ENABLED: 'true' },
      false,
    ],
  ])('%s', (_, file, environment, expected) => {
    expect(nextValues(file, environment).values.PERSISTENCE_ENABLED).toBe(expected);
  });

  it('keeps its value with a warning when the key vanishes or turns invalid', () => {
    const on = nextValues({ PERSISTENCE_ENABLED: 'true' }, {}).values;
    for (const file of [{}, { PERSISTENCE_ENABLED: '' }, { PERSISTENCE_ENABLED: 'maybe' }]) {
      const { values, warnings } = nextValues(file, {}, on);
      expect(values.PERSISTENCE_ENABLED).toBe(true);
      expect(warnings).toHaveLength(1);
    }
  });

  it('refuses to start with an invalid value and says what is allowed', () => {
    expect(() => nextValues({ PERSISTENCE_ENABLED: 'maybe' }, {})).toThrow(
      'PERSISTENCE_ENABLED=maybe is not valid: allowed is true or false',
    );
  });
});

describe('the other live variables', () => {
  it('take the file before the environment, and keep the last value when they turn invalid', () => {
    const first = nextValues({ PERSISTENCE_BATCH_SIZE: '50' }, { PERSISTENCE_BATCH_SIZE: '70' });
    expect(first.values.PERSISTENCE_BATCH_SIZE).toBe(50);
    const second = nextValues({ PERSISTENCE_BATCH_SIZE: '-3' }, {}, first.values);
    expect(second.values.PERSISTENCE_BATCH_SIZE).toBe(50);
    expect(second.warnings.at(-1)).toContain(
      'PERSISTENCE_BATCH_SIZE=-3 is not valid: allowed is a whole number from 1 to 1000',
    );
  });
});

describe('watching the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ted-live-'));
  const file = join(folder, '.env');
  const sed = (from: string, to: string) =>
    execFileSync('sed', ['-i', `s/PERSISTENCE_ENABLED=${from}/PERSISTENCE_ENABLED=${to}/`, file]);

  it('sees the guide’s sed -i, twice in a row, although it replaces the file each time [defect 19]', async () => {
    writeFileSync(file, 'PERSISTENCE_ENABLED=false\n');
    const live = new LiveSettings(file, {}).start(20);
    try {
      for (const [from, to] of [
        ['false', 'true'],
        ['true', 'false'],
      ] as const) {
        const changed = once(live, 'change');
        sed(from, to);
        await changed;
        expect(live.persistenceEnabled).toBe(to === 'true');
      }
    } finally {
      live.stop();
    }
  });

  it('sees a ConfigMap’s new version, which the kubelet writes beside the old one and then links to', async () => {
    const volume = mkdtempSync(join(tmpdir(), 'ted-live-volume-'));
    const write = (version: string, text: string) => {
      mkdirSync(join(volume, version));
      writeFileSync(join(volume, version, '.env'), text);
      symlinkSync(version, join(volume, '..data_tmp'));
      renameSync(join(volume, '..data_tmp'), join(volume, '..data'));
    };
    write('..2026_01', 'PERSISTENCE_ENABLED=false\n');
    symlinkSync('..data/.env', join(volume, '.env'));
    const live = new LiveSettings(join(volume, '.env'), {}).start(20);
    try {
      expect(live.persistenceEnabled).toBe(false);
      const changed = once(live, 'change');
      write('..2026_02', 'PERSISTENCE_ENABLED=true\n');
      rmSync(join(volume, '..2026_01'), { recursive: true });
      await changed;
      expect(live.persistenceEnabled).toBe(true);
      expect(live.warnings).toEqual([]);
    } finally {
      live.stop();
      rmSync(volume, { recursive: true });
    }
  });

  it('keeps the last values and warns once while the file is gone, and takes it up again', async () => {
    writeFileSync(file, 'PERSISTENCE_ENABLED=true\n');
    const live = new LiveSettings(file, {});
    const warnings: string[] = [];
    live.on('warning', (warning) => warnings.push(warning));
    rmSync(file);
    await live.refresh();
    await live.refresh();
    expect(live.persistenceEnabled).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('cannot be read')]);
    expect(live.warnings).toHaveLength(1);
    writeFileSync(file, 'PERSISTENCE_ENABLED=false\n');
    await live.refresh();
    expect(live.persistenceEnabled).toBe(false);
    expect(live.warnings).toHaveLength(0);
  });
});
