import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { lives, Ted, TestStack, untilGone } from './ted.ts';

const stacks: TestStack[] = [];
function start(args: string[] = [], env: Record<string, string> = {}): TestStack {
  const stack = new TestStack(args, env);
  stacks.push(stack);
  return stack;
}

afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.remove()));
});

describe('./ted up', () => {
  describe('from its start to its end', () => {
    let stack: TestStack;
    beforeAll(async () => {
      stack = await new TestStack(['--workers', '2']).up();
    });
    afterAll(() => stack.remove());

    it('says where everything comes from, writes the first .env and one line when it is up', async () => {
      const { output } = stack.ted;
      expect(output.filter((line) => line.startsWith('TED is up: '))).toEqual([
        expect.stringMatching(
          /^TED is up: http:\/\/localhost:\d+ {2}\(feed: simulated, persistence: on, MongoDB: \w+, Redis: (redis|valkey)-server\)$/,
        ),
      ]);
      expect(output.filter((line) => /^(Redis|MongoDB|Settings): /.test(line))).toHaveLength(3);
      expect(readFileSync(join(stack.data, '.env'), 'utf8')).toMatch(/^PERSISTENCE_ENABLED=true/m);
      for (const file of ['.env', 'stack.json']) {
        expect(statSync(join(stack.data, file)).mode & 0o777).toBe(0o600);
      }
      expect(stack.file.processes.map(({ name }) => name).sort()).toEqual([
        'api-gateway',
        'feed',
        'ingest',
        'mongodb',
        'persistence-worker-1',
        'persistence-worker-2',
        'redis',
      ]);

      const status = new Ted(['status', '--json', '--data', stack.data]);
      expect(await status.ended()).toBe(0);
      expect(JSON.parse(status.output.join('\n'))).toHaveProperty('system.status', 'running');
    });

    it('starts a killed process again at the same place', async () => {
      for (const name of ['ingest', 'redis', 'mongodb']) {
        const before = stack.process(name);
        process.kill(before.pid, 'SIGKILL');
        await stack.ted.line(new RegExp(`^${name} is ready again`));
        const after = stack.process(name);
        expect(after.url).toBe(before.url);
        expect(after.pid).not.toBe(before.pid);
      }
    });

    it('stops in order on SIGTERM, within 15 s, and leaves nothing', async () => {
      const pids = stack.file.processes.map(({ pid }) => pid);
      const asked = Date.now();
      stack.ted.child.kill('SIGTERM');
      expect(await stack.ted.ended()).toBe(0);
      expect(Date.now() - asked).toBeLessThan(15_000);
      expect(pids.filter(lives)).toEqual([]);
      expect(() => stack.file).toThrow(/ENOENT/);
      const order = [...stack.log.matchAll(/\[([\w-]+)\] Stopping/g)].map(([, name]) => name);
      expect(order.slice(0, 5)).toEqual([
        'ted',
        'api-gateway',
        'ingest',
        'persistence-worker',
        'persistence-worker',
      ]);
    });
  });

  it('forces a process that does not stop', async () => {
    const stack = await start().up();
    const pids = stack.file.processes.map(({ pid }) => pid);
    process.kill(stack.process('ingest').pid, 'SIGSTOP');
    const asked = Date.now();
    stack.ted.child.kill('SIGTERM');
    expect(await stack.ted.ended()).toBe(0);
    expect(Date.now() - asked).toBeLessThan(15_000);
    expect(pids.filter(lives)).toEqual([]);
  });

  it('ends at once on a second signal', async () => {
    const stack = await start().up();
    const pids = stack.file.processes.map(({ pid }) => pid);
    process.kill(stack.process('api-gateway').pid, 'SIGSTOP');
    stack.ted.child.kill('SIGINT');
    await stack.ted.line(/^Stopping \(SIGINT\)/);
    await sleep(1_100); // within a second it would count as the same wish
    stack.ted.child.kill('SIGINT');
    expect(await stack.ted.ended()).toBe(1);
    await untilGone(pids, 1_000);
  });

  it('leaves nothing when it is killed', async () => {
    const stack = await start().up();
    const pids = stack.file.processes.map(({ pid }) => pid);
    stack.ted.child.kill('SIGKILL');
    await stack.ted.ended();
    await untilGone(pids, 10_000);
    const status = new Ted(['status', '--data', stack.data]);
    expect(await status.ended()).toBe(1);
    expect(status.output.join('\n')).toMatch(/no TED runs with the data in/);
  });

  it('runs beside another one, and refuses data that is in use', async () => {
    const [one, two] = await Promise.all([start().up(), start().up()]);
    expect(one.file.gateway_url).not.toBe(two.file.gateway_url);
    expect(one.file.redis_url).not.toBe(two.file.redis_url);

    const third = new Ted(['up', '--port', '0', '--data', one.data]);
    expect(await third.ended()).toBe(1);
    const port = new URL(one.file.gateway_url).port;
    expect(third.output).toEqual([
      `ted: TED already runs with this data (pid ${one.ted.pid}, http://localhost:${port})`,
    ]);
  });
});

describe('a start that fails', () => {
  it('names the way out when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const stack = start(['--port', String(port)]);
    expect(await stack.ted.ended()).toBe(1);
    expect(stack.ted.output.join('\n')).toMatch(new RegExp(`port ${port} is taken .* --port ${port + 1}`));
    other.close();
  });

  it('shows the last lines of a service that does not start, and leaves nothing', async () => {
    const stack = start([], { MAX_WEBSOCKET_CONNECTIONS: 'many' });
    expect(await stack.ted.ended()).toBe(1);
    expect(stack.ted.output.join('\n')).toMatch(/api-gateway does not start[^]*MAX_WEBSOCKET_CONNECTIONS/);
    const pids = [...stack.log.matchAll(/Redis is starting|pid=(\d+)/g)].map(([, pid]) => Number(pid ?? 0));
    expect(pids.filter((pid) => pid > 0).length).toBeGreaterThan(0);
    expect(pids.filter(lives)).toEqual([]);
  });

  it.each([
    { args: ['up', '--port', 'x'], says: /port/ },
    { args: ['up', '--file', 'x.ndjson'], says: /--feed replay/ },
    { args: ['replay'], says: /missing required argument/ },
    { args: ['nonsense'], says: /unknown command/ },
  ])('is a usage error for $args', async ({ args, says }) => {
    const data = mkdtempSync(join(tmpdir(), 'ted-e2e-'));
    const ted = new Ted([...args, ...(args[0] === 'nonsense' ? [] : ['--data', data])]);
    expect(await ted.ended()).toBe(2);
    expect(ted.output.join('\n')).toMatch(says);
    rmSync(data, { recursive: true });
  });
});
