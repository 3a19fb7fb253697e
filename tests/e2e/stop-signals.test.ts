import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulatedGames, startFeedServer, type FeedServer } from '@ted/feed-simulator';
import { startRedis, temporaryFolder, type StoreProcess } from '../support/stores.ts';
import { ROOT } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** How a service ends, and what its exit code says: 0 in order, 70 too late, 130 at a second signal. */

let feed: FeedServer;
let redis: StoreProcess;
let ingest: ChildProcess | undefined;
beforeAll(async () => {
  redis = await startRedis();
  feed = await startFeedServer({ source: simulatedGames({ speed: 20 }) });
});
afterEach(() => {
  process.kill(redis.pid, 'SIGCONT');
  ingest?.kill('SIGKILL');
});
afterAll(async () => {
  await feed.close();
  await redis.stop();
});

/** An ingest of its own, with records that wait for a Redis that does not answer, if wanted. */
async function startIngest(seconds: number, redisAnswers: boolean) {
  const data = temporaryFolder('stop');
  writeFileSync(join(data, '.env'), 'PERSISTENCE_ENABLED=true\nPERSISTENCE_INTERVAL_SECONDS=3600\n');
  const child = spawn(process.execPath, [join(ROOT, 'services/ingest/dist/main.js')], {
    env: {
      ...process.env,
      TED_ENV_FILE: join(data, '.env'),
      DATA_DIR: data,
      REDIS_URL: redis.url,
      RUGS_BACKEND_URL: feed.url,
      INGEST_PORT: '0',
      SHUTDOWN_TIMEOUT_SECONDS: String(seconds),
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  ingest = child;
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  await eventually(
    'records wait',
    async () => await (await fetch(new URL('/health', url))).json(),
    ({ outbox }) => outbox.pending > 3 && outbox.redis.ok,
  );
  if (!redisAnswers) process.kill(redis.pid, 'SIGSTOP');
  return {
    end: async (...signals: NodeJS.Signals[]) => {
      const exited = once(child, 'exit') as Promise<[number | null]>;
      const begin = performance.now();
      for (const signal of signals) {
        child.kill(signal);
        // The next one is a second wish only when the first was taken: then nothing is served any more.
        await eventually(
          'it has taken the signal',
          () =>
            fetch(new URL('/health', url)).then(
              ({ ok }) => ok,
              () => false,
            ),
          (ok) => !ok,
        );
      }
      const [code] = await exited;
      return { code, ms: performance.now() - begin };
    },
  };
}

it('in order: exit code 0', async () => {
  const { end } = await startIngest(10, true);
  const { code, ms } = await end('SIGTERM');
  expect(code).toBe(0);
  expect(ms).toBeLessThan(3000);
});

it('too late for SHUTDOWN_TIMEOUT_SECONDS: forced, exit code 70', async () => {
  const { end } = await startIngest(1, false);
  const { code, ms } = await end('SIGTERM');
  expect(code).toBe(70);
  expect(ms).toBeGreaterThan(900);
  expect(ms).toBeLessThan(2500);
});

it('at a second signal: at once, exit code 130', async () => {
  const { end } = await startIngest(30, false);
  const { code, ms } = await end('SIGTERM', 'SIGINT');
  expect(code).toBe(130);
  expect(ms).toBeLessThan(2000);
});
