import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');

/** Runs a command to its end. */
async function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number]>;
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, out, err };
}

describe('the script ./ted', () => {
  // A project whose scripts/ted.js says how it was called.
  const folder = mkdtempSync(join(tmpdir(), 'ted bootstrap ')); // with blanks, as people have them
  const ted = join(folder, 'project', 'ted');

  beforeAll(() => {
    mkdirSync(join(folder, 'project', 'scripts'), { recursive: true });
    copyFileSync(join(root, 'ted'), ted);
    writeFileSync(
      join(folder, 'project', 'scripts', 'ted.js'),
      'console.log(JSON.stringify({ pid: process.pid, args: process.argv.slice(2) }))',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds its folder through symlinks and passes its arguments on as they are', async () => {
    symlinkSync(ted, join(folder, 'absolute'));
    mkdirSync(join(folder, 'bin'));
    symlinkSync('../absolute', join(folder, 'bin', 'ted'));
    const { code, out } = await run(join(folder, 'bin', 'ted'), ['up', 'a b', '--x=*']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveProperty('args', ['up', 'a b', '--x=*']);
  });

  it('becomes TED: a signal to it reaches TED', async () => {
    const child = spawn(ted, [], { stdio: ['ignore', 'pipe', 'inherit'] });
    expect(JSON.parse(await text(child.stdout))).toHaveProperty('pid', child.pid);
  });

  it.each([
    { version: 'v18.20.4', accepted: false },
    { version: 'v20.18.3', accepted: false },
    { version: 'v20.19.0', accepted: true },
    { version: 'v22.0.0', accepted: true },
  ])('with Node.js $version: accepted is $accepted', async ({ version, accepted }) => {
    const bin = join(folder, version);
    mkdirSync(bin);
    writeFileSync(join(bin, 'node'), `#!/bin/sh\n[ "$1" = --version ] && echo ${version}\nexit 0\n`);
    chmodSync(join(bin, 'node'), 0o755);
    const { code, err } = await run(ted, [], { PATH: [bin, process.env.PATH].join(delimiter) });
    expect(code).toBe(accepted ? 0 : 1);
    if (!accepted) expect(err).toMatch(new RegExp(`needs Node.js 20.19 or newer; this one is ${version}`));
  });

  it('says what to do where there is no Node.js', async () => {
    const { code, err } = await run('/bin/sh', [ted], {
      PATH: join(folder, 'nothing') + ':/bin-without-node',
    });
    expect(code).toBe(1);
    expect(err).toMatch(/no 'node' on the PATH[^]*https:\/\/nodejs\.org/);
  });
});

describe('the lock of the preparation', () => {
  const lock = join(root, 'scripts', 'lock.js');
  const holders: ChildProcessByStdio<null, Readable, Readable>[] = [];
  afterEach(() => holders.splice(0).forEach((child) => child.kill('SIGKILL')));

  /** A process that says when it has the lock, and then keeps it. */
  function holder(folder: string) {
    const script = `
      import { withLock } from ${JSON.stringify(lock)};
      await withLock(${JSON.stringify(folder)}, async () => {
        console.log('mine');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    holders.push(child);
    return child;
  }

  it('lets a second process in when the first one is killed', async () => {
    const folder = join(dirname(lock), String(process.pid));
    const first = holder(folder);
    await once(first.stdout, 'data');
    const second = holder(folder);
    const [said] = (await once(second.stderr, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/another \.\/ted is preparing this folder/);
    const secondHasIt = once(second.stdout, 'data') as Promise<[Buffer]>;
    first.kill('SIGKILL');
    expect((await secondHasIt)[0].toString()).toBe('mine\n');
  });
});
