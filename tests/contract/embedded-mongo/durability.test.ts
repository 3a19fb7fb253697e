import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop as stopBuilding } from 'esbuild';
import { MongoClient, type Collection } from 'mongodb';
import { newDataDir } from './embedded-server.ts';

const packageDir = fileURLToPath(new URL('../../../packages/embedded-mongo/', import.meta.url));
/** Inside the package, so that it finds lmdb. */
const bundle = join(packageDir, 'dist', 'under-test.js');

beforeAll(async () => {
  await build({
    entryPoints: [join(packageDir, 'src/main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['lmdb'],
    banner: {
      js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
    },
  });
  await stopBuilding();
});
afterAll(() => rm(bundle));

async function startProcess(dataDir: string, port = 0): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(bundle, {
    env: { ...process.env, EMBEDDED_MONGO_DATA: dataDir, EMBEDDED_MONGO_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
  expect(message.type).toBe('ready');
  return { child, url: message.url };
}

interface Counter {
  writer: number;
  key: number;
  value: number;
  double: number;
}

/** Raises counters until the server is gone. Tells what was acknowledged and what was under way. */
async function write(
  url: string,
  writer: number,
  known: Map<number, number>,
  progress: EventEmitter,
  isKilled: () => boolean,
): Promise<Map<number, number>> {
  const sent = new Map(known);
  const client = await new MongoClient(url, { serverSelectionTimeoutMS: 2000 }).connect();
  const counters = client.db('test').collection<Counter>('counters');
  try {
    for (let round = 0; ; round++) {
      const keys = Array.from({ length: 20 }, (_, i) => (round * 7 + i * 3) % 200);
      const operations = [...new Set(keys)].map((key) => {
        const value = (sent.get(key) ?? 0) + 1;
        sent.set(key, value);
        return {
          updateOne: {
            filter: { writer, key },
            update: { $set: { value, double: 2 * value } },
            upsert: true,
          },
        };
      });
      await counters.bulkWrite(operations, { ordered: false });
      for (const { updateOne } of operations) known.set(updateOne.filter.key, updateOne.update.$set.value);
      progress.emit('acknowledged');
    }
  } catch (error) {
    if (!isKilled()) throw error;
    return sent;
  } finally {
    await client.close();
  }
}

describe('kill -9 under three writers', () => {
  it('loses no acknowledged write and leaves the indexes consistent, several times over', async () => {
    const dataDir = newDataDir();
    const acknowledged = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
    let { child, url } = await startProcess(dataDir);
    for (let round = 0; round < 4; round++) {
      const client = await new MongoClient(url).connect();
      const counters = client.db('test').collection<Counter>('counters');
      await counters.createIndexes([
        { key: { writer: 1, key: 1 }, unique: true },
        { key: { value: -1 } },
        { key: { double: 1, writer: -1 } },
      ]);
      // Before the kill: a client that closes later waits for the server to come back.
      await client.close();
      let killed = false;
      const progress = new EventEmitter();
      const writing = acknowledged.map((known, writer) => write(url, writer, known, progress, () => killed));
      // In the midst of writing, at a different moment each time.
      for (let batches = 0; batches < 5 + 20 * round; batches++) await once(progress, 'acknowledged');
      killed = child.kill('SIGKILL');
      await once(child, 'exit');
      const sent = await Promise.all(writing);

      ({ child, url } = await startProcess(dataDir));
      await check(url, acknowledged, sent);
      // What was under way may have been written: that counts from now on.
      const stored = await readAll(url);
      for (const { writer, key, value } of stored) acknowledged[writer]!.set(key, value);
    }
    expect(acknowledged.reduce((sum, known) => sum + known.size, 0)).toBeGreaterThan(100);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await rm(dataDir, { recursive: true });
  });
});

async function withCounters<T>(url: string, use: (counters: Collection<Counter>) => Promise<T>): Promise<T> {
  const client = await new MongoClient(url).connect();
  try {
    return await use(client.db('test').collection<Counter>('counters'));
  } finally {
    await client.close();
  }
}

const readAll = (url: string): Promise<Counter[]> =>
  withCounters(url, (counters) => counters.find().hint({ $natural: 1 }).toArray());

async function check(
  url: string,
  acknowledged: Map<number, number>[],
  sent: Map<number, number>[],
): Promise<void> {
  await withCounters(url, async (counters) => {
    const all = await counters.find().hint({ $natural: 1 }).toArray();
    const byKey = new Map(all.map((counter) => [`${counter.writer} ${counter.key}`, counter]));
    expect(byKey.size).toBe(all.length);
    expect(await counters.estimatedDocumentCount()).toBe(all.length);
    for (const [writer, known] of acknowledged.entries()) {
      for (const [key, value] of known) {
        const stored = byKey.get(`${writer} ${key}`);
        expect(stored?.value).toBeGreaterThanOrEqual(value);
        expect(stored?.value).toBeLessThanOrEqual(sent[writer]!.get(key)!);
      }
    }
    for (const { value, double } of all) expect(double).toBe(2 * value);
    const ids = (documents: { _id: unknown }[]) => documents.map(({ _id }) => String(_id)).sort();
    for (const { name } of await counters.indexes()) {
      expect(ids(await counters.find().hint(name!).toArray())).toEqual(ids(all));
      expect(await counters.countDocuments({ value: { $gte: 0 } }, { hint: name! })).toBe(all.length);
    }
    for (const { writer, key, _id } of all.slice(0, 50)) {
      expect((await counters.findOne({ writer, key }))?._id).toEqual(_id);
    }
  });
}

/** Whether this user may mount a file system. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A small file system of its own in `folder`; false where mounting is not permitted after all, as in most containers. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe('a full disk', () => {
  let disk: string;
  let isMounted = false;
  beforeAll(() => {
    disk = newDataDir();
    isMounted = canMount && mountSmall(disk);
  });
  afterAll(async () => {
    if (isMounted) execFileSync('umount', ['--lazy', disk]);
    await rm(disk, { recursive: true });
  });

  (canMount ? it : it.skip)(
    'is an error to the client; all that was acknowledged is there again',
    async () => {
      if (!isMounted) return console.warn('skipped: mounting is not permitted');
      const dataDir = join(disk, 'data');
      let { child, url } = await startProcess(dataDir);
      const exited = once(child, 'exit');
      let client = await new MongoClient(url, { serverSelectionTimeoutMS: 2000 }).connect();
      await client.db('test').collection('counters').createIndex({ k: -1 });
      let acknowledged = 0;
      const fill = async () => {
        for (; ; acknowledged += 100) {
          const batch = Array.from({ length: 100 }, (_, i) => ({
            k: acknowledged + i,
            text: 'x'.repeat(2000),
          }));
          await client.db('test').collection('counters').insertMany(batch);
        }
      };
      await expect(fill()).rejects.toMatchObject({ code: 14031, message: expect.stringContaining('full') });
      expect((await exited)[0]).toBe(1);
      await client.close();

      ({ child, url } = await startProcess(dataDir));
      client = await new MongoClient(url).connect();
      const stored = await client.db('test').collection('counters').find().hint({ k: -1 }).toArray();
      // A part of the last batch may have been committed before the disk was full.
      expect(stored.length).toBeGreaterThanOrEqual(acknowledged);
      expect(stored.length).toBeLessThan(acknowledged + 100);
      expect(stored.map(({ k }) => k as number)).toEqual(stored.map((_, i) => stored.length - 1 - i));
      expect(await client.db('test').collection('counters').estimatedDocumentCount()).toBe(stored.length);
      await client.close();
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );
});

describe('the process', () => {
  it('ends with its parent, refuses a second one on its folder, and keeps its port', async () => {
    const dataDir = newDataDir();
    const first = await startProcess(dataDir);
    const second = fork(bundle, {
      env: { ...process.env, EMBEDDED_MONGO_DATA: dataDir },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let output = '';
    second.stderr!.setEncoding('utf8').on('data', (text: string) => (output += text));
    expect((await once(second, 'close'))[0]).toBe(1);
    expect(output).toContain(`in use by another embedded MongoDB server (pid ${first.child.pid})`);

    first.child.disconnect(); // as if the parent had died
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    const again = await startProcess(dataDir, Number(new URL(first.url).port));
    expect(again.url).toBe(first.url);
    again.child.kill('SIGINT');
    expect(await once(again.child, 'exit')).toEqual([0, null]);
    await rm(dataDir, { recursive: true });
  });

  it('says what is wrong with its settings', async () => {
    for (const [env, message] of [
      [{ EMBEDDED_MONGO_DATA: '' }, 'EMBEDDED_MONGO_DATA is not set'],
      [{ EMBEDDED_MONGO_DATA: '/tmp/x', EMBEDDED_MONGO_PORT: 'abc' }, "EMBEDDED_MONGO_PORT is 'abc'"],
    ] as const) {
      const child = fork(bundle, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let output = '';
      child.stderr!.setEncoding('utf8').on('data', (text: string) => (output += text));
      expect((await once(child, 'close'))[0]).toBe(1);
      expect(output).toContain(message);
    }
  });
});
