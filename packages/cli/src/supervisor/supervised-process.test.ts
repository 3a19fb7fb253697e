import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../process-alive.ts';
import { FIRST_DELAY_MS } from './restart-policy.ts';
import { STOP_DEADLINES_MS, SupervisedProcess, type Launch } from './supervised-process.ts';

/** A real process: Node.js running this text. */
const node = (script: string, ready: Launch['ready'] = 'message'): Launch => ({
  command: process.execPath,
  args: ['-e', script],
  env: process.env,
  ready,
});
const READY = `process.send({ type: 'ready', url: 'http://127.0.0.1:' + (process.env.PORT ?? 1) });`;
const FOREVER = 'setInterval(() => {}, 1000);';

/** A process whose events can be awaited. */
function supervised(launch: (url: string | undefined) => Launch) {
  const lines: string[] = [];
  let onReady: (() => void) | undefined;
  let onDeath: (() => void) | undefined;
  const child = new SupervisedProcess(
    { name: 'it', stage: 'feed', launch },
    {
      line: (_, line) => lines.push(line),
      ready: () => onReady?.(),
      died: () => onDeath?.(),
    },
  );
  return {
    child,
    lines,
    nextReady: () => new Promise<void>((resolve) => (onReady = resolve)),
    nextDeath: () => new Promise<void>((resolve) => (onDeath = resolve)),
  };
}

describe('a supervised process', () => {
  const running: SupervisedProcess[] = [];
  const start = (given: ReturnType<typeof supervised>) => {
    running.push(given.child);
    return given.child.start();
  };
  afterEach(() => running.splice(0).forEach((child) => child.kill()));

  it('is started again where it was when it is killed', async () => {
    const urls: (string | undefined)[] = [];
    const it = supervised((url) => {
      urls.push(url);
      const launch = node(READY + FOREVER);
      return { ...launch, env: { ...process.env, PORT: url ? new URL(url).port : '4711' } };
    });
    await expect(start(it)).resolves.toBe('http://127.0.0.1:4711');
    const first = it.child.pid;
    const again = it.nextReady();
    process.kill(first ?? 0, 'SIGKILL');
    await again;
    expect(urls).toEqual([undefined, 'http://127.0.0.1:4711']);
    expect(it.child.url).toBe('http://127.0.0.1:4711');
    expect(it.child.pid).not.toBe(first);
  });

  it('fails with its last lines when it dies three times before it was ready', async () => {
    let lives = 0;
    const it = supervised(() => {
      lives++;
      return node('console.error("PORT=abc is not valid"); process.exit(7)');
    });
    await expect(start(it)).rejects.toThrow(/it does not start \(exit code 7\)[^]*PORT=abc is not valid/);
    expect(lives).toBe(3);
  });

  it('fails when its program does not exist', async () => {
    const it = supervised(() => ({ ...node(''), command: '/nowhere/program' }));
    await expect(start(it)).rejects.toThrow(/ENOENT/);
  });

  it('can be ready by a line of its output, or by a message among others', async () => {
    const byLine = supervised(() =>
      node(`console.log('Ready to accept'); ${FOREVER}`, { line: /Ready/, url: 'redis://127.0.0.1:1' }),
    );
    await expect(start(byLine)).resolves.toBe('redis://127.0.0.1:1');
    expect(byLine.lines).toEqual(['Ready to accept']);

    const byMessage = supervised(() => node(`process.send({ type: 'finished' }); ${READY} ${FOREVER}`));
    await expect(start(byMessage)).resolves.toBe('http://127.0.0.1:1');
  });

  it('is forced to end when it ignores the request, with what it has started itself', async () => {
    const it = supervised(() =>
      node(`
        const { spawn } = require('node:child_process');
        const other = spawn(process.execPath, ['-e', ${JSON.stringify(FOREVER)}], { stdio: 'inherit' });
        console.log(other.pid);
        process.on('SIGTERM', () => console.log('no'));
        ${READY} ${FOREVER}
      `),
    );
    await start(it);
    const pids = [it.child.pid ?? 0, Number(it.lines[0])];
    expect(pids.map(isAlive)).toEqual([true, true]);
    const asked = Date.now();
    await it.child.stop();
    expect(Date.now() - asked).toBeGreaterThanOrEqual(STOP_DEADLINES_MS.feed - 50);
    expect(it.lines).toContain('no');
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('does not come back when it is stopped between two lives', async () => {
    let lives = 0;
    const it = supervised(() => {
      lives++;
      return node(READY + 'setTimeout(() => process.exit(1), 20)');
    });
    await start(it);
    await it.nextDeath();
    await it.child.stop();
    await sleep(2 * FIRST_DELAY_MS); // nothing happens: there is no event to wait for
    expect(lives).toBe(1);
  });

  it('has stages that together stop within 15 s', () => {
    const total = Object.values(STOP_DEADLINES_MS).reduce((sum, ms) => sum + ms);
    expect(total).toBeLessThan(14_500);
  });
});
