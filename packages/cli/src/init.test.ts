import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvText } from '@ted/platform';
import { completed, prepareEnvFile } from './init.ts';
import { SECRETS } from './secrets.ts';

describe('./ted init', () => {
  const data = mkdtempSync(join(tmpdir(), 'ted-init-'));
  const envFile = join(data, '.env');
  const run = (feed: 'live' | 'simulated' = 'live') => prepareEnvFile(envFile, feed);
  const values = () => parseEnvText(readFileSync(envFile, 'utf8'));
  afterAll(() => rmSync(data, { recursive: true }));

  it('writes a .env with persistence off and secrets of its own, readable by owner and group alone', () => {
    expect(run()).toMatchObject({ written: true, added: Object.keys(SECRETS) });
    const { PERSISTENCE_ENABLED, TED_GID, ...rest } = values();
    expect(PERSISTENCE_ENABLED).toBe('false');
    const secrets = Object.keys(SECRETS).map((name) => rest[name]);
    expect(new Set(secrets).size).toBe(secrets.length);
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{48}$/);
    const { mode, gid } = statSync(envFile);
    expect(mode & 0o777).toBe(0o640);
    expect(TED_GID).toBe(String(gid));
    expect(gid).not.toBe(0);
  });

  it('changes nothing that is there, and adds what is not', () => {
    const before = values();
    expect(run('simulated')).toMatchObject({
      written: false,
      added: ['COMPOSE_PROFILES', 'FEED_NAME', 'FEED_KIND', 'RUGS_BACKEND_URL'],
    });
    expect(values()).toMatchObject({ ...before, FEED_NAME: 'simulated' });
    const text = readFileSync(envFile, 'utf8');
    expect(run('simulated').added).toEqual([]);
    expect(readFileSync(envFile, 'utf8')).toBe(text);
  });

  it("completes somebody's own file without touching its lines", () => {
    writeFileSync(envFile, '# mine\nexport PERSISTENCE_ENABLED=true # on\nREDIS_PASSWORD=chosen');
    expect(run().added).not.toContain('REDIS_PASSWORD');
    expect(readFileSync(envFile, 'utf8')).toMatch(
      /^# mine\nexport PERSISTENCE_ENABLED=true # on\nREDIS_PASSWORD=chosen\n\n# ===/,
    );
  });

  it('says whether containers can get into the folder', () => {
    expect(run().reachable).toBe(false);
    chmodSync(data, 0o711);
    expect(run().reachable).toBe(true);
  });

  it('an empty value counts as missing', () => {
    expect(completed('A=\n', { A: 'x' })).toMatchObject({
      added: ['A'],
      text: expect.stringMatching(/^A=x$/m),
    });
  });
});
