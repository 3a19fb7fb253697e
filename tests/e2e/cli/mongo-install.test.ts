import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { mongoProcess } from '../../../packages/cli/src/stack/mongo.ts';
import { StoreProcess, temporaryFolder } from '../../support/stores.ts';
import { ROOT } from '../../support/ted.ts';
import { Ted } from './ted.ts';

/** Stands for MongoDB's program: takes mongod's options and speaks its protocol. */
const MONGOD = `#!/usr/bin/env node
const args = process.argv.slice(2);
if (args.includes('--version')) { console.log('db version v8.2.6'); process.exit(0); }
const value = (name) => args[args.indexOf(name) + 1];
process.env.EMBEDDED_MONGO_DATA = value('--dbpath');
process.env.EMBEDDED_MONGO_PORT = value('--port');
import(${JSON.stringify(join(ROOT, 'packages/embedded-mongo/dist/main.js'))}).then(() => console.log('Waiting for connections'));
`;

const folder = temporaryFolder('mongo-install');
let archive: Buffer;
let checksum: string;
let mirror: Server;
const env = (): Record<string, string> => ({
  MONGO_URL: '',
  MONGOMS_DOWNLOAD_MIRROR: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`,
  MONGOMS_USE_HTTP: '1',
  MONGOMS_MAX_RETRIES: '1',
});

beforeAll(async () => {
  const name = 'mongodb-linux';
  mkdirSync(join(folder, name, 'bin'), { recursive: true });
  writeFileSync(join(folder, name, 'bin/mongod'), MONGOD, { mode: 0o755 });
  execFileSync('tar', ['-czf', 'archive.tgz', name], { cwd: folder });
  archive = readFileSync(join(folder, 'archive.tgz'));
  mirror = createServer((request, response) => {
    if (request.url!.endsWith('.md5')) response.end(`${checksum}  archive.tgz\n`);
    else response.setHeader('content-length', archive.length).end(archive);
  });
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  checksum = createHash('md5').update(archive).digest('hex');
});
afterAll(() => {
  mirror.close();
  rmSync(folder, { recursive: true });
});

/** A stack's folder with data in the embedded server. */
async function withData(): Promise<string> {
  const data = temporaryFolder('install-data');
  const server = await StoreProcess.start(mongoProcess({ kind: 'embedded', label: 'embedded' }, data));
  const client = await new MongoClient(server.url).connect();
  const games = client.db('rugs_tracker').collection('games');
  await games.createIndex({ game_id: 1 }, { unique: true });
  await games.insertMany(Array.from({ length: 300 }, (_, n) => ({ game_id: `g${n}` })));
  await client.close();
  await server.stop();
  return data;
}

async function install(data: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const ted = new Ted(['mongo', 'install', '--data', data, ...args], env());
  return { code: await ted.ended(), output: ted.output.join('\n') };
}

it('installs mongod, moves the data over, and uses it from then on', async () => {
  const data = await withData();
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const { code, output } = await install(data, '--sha256', sha256);
  expect({ code, output }).toMatchObject({
    code: 0,
    output: expect.stringContaining('rugs_tracker.games  300'),
  });

  const serve = new Ted(['mongo', 'serve', '--data', data, '--port', '0'], env());
  const line = await serve.line(/^MongoDB \(mongod\)/);
  const client = await new MongoClient(/mongodb:\S+/.exec(line)![0]).connect();
  const games = client.db('rugs_tracker').collection('games');
  expect(await games.countDocuments()).toBe(300);
  expect(await games.indexExists('game_id_1')).toBe(true);
  await client.close();
  serve.child.kill('SIGTERM');
  await serve.ended();
  expect((await install(data)).output).toContain('there is one already');
  rmSync(data, { recursive: true });
});

it('changes nothing when the checksum is wrong, another archive is wanted, or nobody answers', async () => {
  const data = await withData();
  const before = readdirSync(data).sort();
  checksum = 'f'.repeat(32);
  const wrong = await install(data);
  expect(wrong).toMatchObject({ code: 1, output: expect.stringMatching(/could not be fetched.*MD5/is) });
  checksum = createHash('md5').update(archive).digest('hex');
  const other = await install(data, '--sha256', '0'.repeat(64));
  expect(other).toMatchObject({ code: 1, output: expect.stringContaining('nothing was installed') });
  const nobody = new Ted(['mongo', 'install', '--data', data], {
    ...env(),
    MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:1',
  });
  expect(await nobody.ended()).toBe(1);
  expect(nobody.output.join('\n')).toContain('could not be fetched');
  expect(readdirSync(data).sort()).toEqual(before);
  expect(existsSync(join(data, 'mongod'))).toBe(false);
  rmSync(data, { recursive: true });
});
