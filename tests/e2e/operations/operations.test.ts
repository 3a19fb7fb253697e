import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Db, type Document } from 'mongodb';
import { Ted, ted as command } from '../../support/ted.ts';
import { eventually } from '../../support/wait.ts';

const SECRET = 'tHe-seCret-0f-this-test-17';

describe('operations on a running stack', () => {
  let ted: Ted;
  let client: MongoClient;
  beforeAll(async () => {
    ted = await Ted.up({ args: ['--speed', '20', '--workers', '2'], env: { METRICS_TOKEN: SECRET } });
    // What `./ted init` does, because the file holds a secret.
    chmodSync(ted.envFile, 0o640);
    client = await MongoClient.connect(ted.stack.mongo_url);
  });
  afterAll(async () => {
    await client.close();
    await ted.stop();
  });

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await command([...args, '--json', '--data', ted.data]);
    return { code, stderr, body: stdout === '' ? undefined : JSON.parse(stdout) };
  };
  const everything = async (db: Db): Promise<Record<string, Document[]>> => {
    const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
    const contents = names.map(async (name) => [
      name,
      await db.collection(name).find().sort({ _id: 1 }).toArray(),
    ]);
    return Object.fromEntries(await Promise.all(contents));
  };

  describe('./ted doctor', () => {
    it("fails for what the guide's checklist misses, and passes once it is there", async () => {
      const before = await run('doctor');
      expect(before.code).toBe(1);
      expect(before.body.findings.filter(({ state }: any) => state !== 'pass')).toEqual([
        { name: 'Backup of current .env file exists', state: 'fail', says: expect.stringContaining('cp ') },
      ]);
      copyFileSync(ted.envFile, `${ted.envFile}.backup`);
      const after = await run('doctor');
      expect(after.body.findings.map(({ name }: any) => name).slice(0, 4)).toEqual([
        'MongoDB is installed and accessible',
        'Backup of current .env file exists',
        'Test environment available for validation',
        'Monitoring tools ready to check system health',
      ]);
      expect(after.code).toBe(0);
    });

    it('names a setting that is wrong', async () => {
      const right = readFileSync(ted.envFile, 'utf8');
      appendFileSync(ted.envFile, 'OUTBOX_MAX_MB=none\n');
      const { code, body } = await run('doctor');
      writeFileSync(ted.envFile, right);
      expect(code).toBe(1);
      expect(JSON.stringify(body)).toContain('OUTBOX_MAX_MB=none is not valid');
    });
  });

  describe('./ted backup and restore', () => {
    const target = (name: string): string => `${ted.stack.mongo_url}/${name}`;

    it('backs up one moment while games are being stored: no batch is half in it', async () => {
      await eventually(
        'some ends',
        () =>
          client
            .db('rugs_tracker')
            .collection('games')
            .countDocuments({ status: { $in: ['ended', 'revealed'] } }),
        (n) => n > 3,
      );
      const { code, body, stderr } = await run('backup');
      expect({ code, stderr }).toMatchObject({ code: 0 });
      const restored = await run('restore', body.backup, '--url', target('moment'));
      expect(restored).toMatchObject({ code: 0 });
      const db = client.db('moment');
      const ended = await db.collection('games').distinct('game_id', { end_tick: { $exists: true } });
      expect(ended.length).toBeGreaterThan(3);
      expect(
        await db.collection('predictions').countDocuments({ game_id: { $in: ended }, resolved: false }),
      ).toBe(0);
      // The workers go on by themselves afterwards.
      const { repository } = await ted.api('/api/persistence/status');
      await eventually(
        'more records',
        () => ted.api('/api/persistence/status'),
        (status) => status.repository.records_saved > repository.records_saved,
      );
    });

    it('puts back every document as it was, with its indexes, and refuses what is in its way or damaged', async () => {
      await eventually(
        'enough to be put back',
        () => client.db('rugs_tracker').collection('predictions').countDocuments(),
        (n) => n > 100,
      );
      await run('persistence', 'off');
      const { body } = await run('backup', '--env');
      expect((await run('restore', body.backup, '--url', target('copy'))).code).toBe(0);
      const [original, copy] = [client.db('rugs_tracker'), client.db('copy')];
      const documents = await everything(original);
      expect(Object.values(documents).flat().length).toBeGreaterThan(100);
      expect(await everything(copy)).toEqual(documents);
      for (const name of Object.keys(documents))
        expect(await copy.collection(name).indexes()).toEqual(await original.collection(name).indexes());

      const env = join(body.backup, 'env');
      expect(statSync(env).mode & 0o777).toBe(0o600);
      expect(readFileSync(env, 'utf8')).toBe(readFileSync(ted.envFile, 'utf8'));

      expect(await run('restore', body.backup, '--url', target('copy'))).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('--drop'),
      });
      appendFileSync(join(body.backup, 'dump/rugs_tracker/games.bson'), 'x');
      expect(await run('restore', body.backup, '--url', target('other'))).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('games.bson is not as it was written'),
      });
      expect(await client.db('other').listCollections().toArray()).toEqual([]);
      await run('persistence', 'on');
    });

    it('does not restore under a TED that stores, and keeps only so many', async () => {
      const first = await run('backup', '--keep', '2');
      const second = await run('backup', '--keep', '2');
      const kept = readdirSync(join(ted.data, 'backups'));
      expect(kept.map((name) => join(ted.data, 'backups', name))).toEqual([
        first.body.backup,
        second.body.backup,
      ]);
      expect(await run('restore', second.body.backup)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('./ted persistence off'),
      });
    });
  });

  it('./ted support-bundle holds what the guide asks for and no secret', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'ted-bundle-')), 'bundle.tar.gz');
    const { code, body } = await run('support-bundle', '--out', out);
    expect({ code, missing: body.missing }).toEqual({ code: 0, missing: {} });
    const all = execFileSync('tar', ['-xzOf', out], { encoding: 'utf8', maxBuffer: 100_000_000 });
    expect(all).toContain('TED is up');
    expect(all).toContain('ted_feed_updates_total');
    expect(all).toContain('redis_version');
    expect(all).toContain('METRICS_TOKEN=(hidden)');
    expect(all).not.toContain(SECRET);
  });

  describe('./ted rollback', () => {
    it('is not done while a replica has not confirmed', async () => {
      const pid = ted.pidOf('persistence-worker-2');
      process.kill(pid, 'SIGSTOP');
      try {
        const { code, body } = await run('rollback', '--wait', '10');
        expect(code).toBe(1);
        expect(body.findings.filter(({ state }: any) => state === 'fail')).toEqual([
          expect.objectContaining({ name: expect.stringContaining('persistence-worker') }),
        ]);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    });

    it('shows that every replica has switched off and nothing is stored', async () => {
      const { code, body } = await run('rollback');
      expect(code).toBe(0);
      expect(body.findings.map(({ name }: any) => name.split(' ')[0])).toEqual([
        '.env',
        'api-gateway',
        'ingest',
        'persistence-worker',
        'persistence-worker',
        'MongoDB',
      ]);
      expect(readFileSync(ted.envFile, 'utf8')).toContain('PERSISTENCE_ENABLED=false');
    });

    it('takes a gateway that is only starting for no confirmation', async () => {
      // As a published port does while nothing listens in its container: the fetch of Node 20 alone would wait without end.
      const starting = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
      await once(starting, 'listening');
      const { port } = starting.address() as AddressInfo;
      const { code, body } = await run('rollback', '--wait', '1', '--url', `http://127.0.0.1:${port}`);
      starting.close();
      expect({ code, last: body?.findings.at(-1) }).toMatchObject({
        code: 1,
        last: { name: 'Running TED', state: 'fail' },
      });
    });

    it('names a commit that is not there, and changes nothing then', async () => {
      await run('persistence', 'on');
      expect(await run('rollback', '--to', 'nowhere')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('no commit nowhere'),
      });
      expect(readFileSync(ted.envFile, 'utf8')).toContain('PERSISTENCE_ENABLED=true');
    });
  });
});
