import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../support/stores.ts';
import { ROOT } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

const RUNNER = pathToFileURL(join(ROOT, 'scripts/run-bundle.js')).href;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('bundle');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A bundle that says something, and then does something more, with its entry as `build.js` would make it. */
function write(word: string, hash: string, more = ''): void {
  const text = `"use strict";module.exports = { say: () => console.log('${word}', __bundleUrl) }; module.exports.say();${more}`;
  writeFileSync(join(folder, 'main.cjs'), text);
  writeFileSync(
    join(folder, 'main.js'),
    `import { runBundle } from '${RUNNER}'; export default runBundle(import.meta.url, '${hash}');`,
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}

const entry = () => join(folder, 'main.js');
const run = (...flags: string[]) => execFileSync(process.execPath, [...flags, entry()], { encoding: 'utf8' });
const said = (word: string) => `${word} ${pathToFileURL(entry()).href}\n`;
const kept = () => readdirSync(folder).filter((name) => name.includes('.compiled'));
/** Changes whenever the file is written anew. */
const identity = (name: string) => statSync(join(folder, name)).ino;

describe('a bundle', () => {
  it('keeps what was compiled of it, and starts from that', () => {
    write('one', 'a');
    expect(run()).toBe(said('one'));
    const [name, ...others] = kept();
    expect(others).toEqual([]);
    const before = identity(name!);
    expect(run()).toBe(said('one'));
    // What V8 does not accept would have been written anew.
    expect(kept()).toEqual([name]);
    expect(identity(name!)).toBe(before);
  });

  it('keeps nothing of a process that failed: it may have ended before it had begun', () => {
    write('one', 'a', 'process.exit(2);');
    expect(run).toThrow(expect.objectContaining({ status: 2 }));
    expect(kept()).toEqual([]);
  });

  it('keeps it while it runs, for one that is killed', async () => {
    write('one', 'a', 'setInterval(() => undefined, 1e6);');
    const child = spawn(process.execPath, [entry()], { stdio: 'ignore' });
    try {
      await eventually('what was compiled', kept, (names) =>
        names.some((name) => name.endsWith('.compiled')),
      );
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(kept()).toHaveLength(1);
  });

  it('never starts from what was compiled of another text, not even of the same length', () => {
    write('one', 'a');
    run();
    write('two', 'b');
    expect(run()).toBe(said('two'));
    expect(kept()).toHaveLength(2);
  });

  it('compiles anew what is damaged or was cut off, and mends it', () => {
    write('one', 'a');
    run();
    const path = join(folder, kept()[0]!);
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    damaged[damaged.length >> 1]! ^= 0xff;
    for (const bytes of [damaged, whole.subarray(0, whole.length >> 1), Buffer.alloc(2), Buffer.alloc(100)]) {
      writeFileSync(path, bytes);
      const before = identity(kept()[0]!);
      expect(run()).toBe(said('one'));
      expect(identity(kept()[0]!)).not.toBe(before);
      const after = identity(kept()[0]!);
      run();
      expect(identity(kept()[0]!)).toBe(after);
    }
  });

  it('keeps apart what other settings of V8 have compiled', () => {
    write('one', 'a');
    run();
    expect(run('--no-lazy')).toBe(said('one'));
    expect(kept()).toHaveLength(2);
  });

  it('starts all the same where nothing can be kept', () => {
    write('one', 'a');
    run();
    const path = join(folder, kept()[0]!);
    rmSync(path);
    // A folder in its place: neither read nor replaced by a file.
    mkdirSync(join(path, 'x'), { recursive: true });
    expect(run()).toBe(said('one'));
    expect(kept()).toHaveLength(1);
  });
});
