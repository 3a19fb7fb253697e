import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '@ted/storage';
import { startMongo, startRedis, temporaryFolder } from '../tests/support/stores.ts';
import { ROOT, Ted } from '../tests/support/ted.ts';
import { alternate, medians } from './alternate.ts';
import { figure, type Benchmark, type Figure } from './figure.ts';
import { Process } from './processes.ts';
import { processorSeconds } from './process-usage.ts';

/** As often as records are sent: so each look sees the same of that. */
const IDLE_SECONDS = { short: 30, long: 120 };
/** Until then V8 still compiles what runs for the first time and collects what the start has left. */
const WARM_AFTER_SECONDS = 60;
const SERVICES = ['ingest', 'persistence-worker', 'api-gateway'];

/** How long until it is there, and what it takes when little happens. */
export const start: Benchmark = {
  name: 'start',
  description: 'a second start of the stack, each service alone to ready, the CPU of a stack at 4 ticks/s',
  async *run(say, length) {
    yield* measureServices(say);
    const data = temporaryFolder('bench-start');
    try {
      say('the stack, twice');
      await (await Ted.up({ data })).stop();
      const ted = await Ted.up({ data });
      try {
        yield figure('./ted up, the second time', ted.startedInMs / 1000, 's', { wanted: { most: 15 } });
        const begin = performance.now();
        const seconds = IDLE_SECONDS[length];
        say(`looking at its processor time for ${seconds} s, soon after the start and once it is warm`);
        await pause(5000);
        const early = await processorShares(ted, seconds);
        yield figure(
          'CPU of all services at 4 ticks/s, 5 s after the start',
          ofServices(early),
          '% of a core',
        );
        await pause(Math.max(0, begin + 1000 * WARM_AFTER_SECONDS - performance.now()));
        const shares = await processorShares(ted, seconds);
        for (const { name, share } of shares)
          yield figure(`CPU of ${name} at 4 ticks/s`, share, '% of a core');
        yield figure('CPU of all services at 4 ticks/s', ofServices(shares), '% of a core', {
          wanted: { most: 5 },
        });
      } finally {
        await ted.stop();
      }
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  },
};

async function* measureServices(say: (line: string) => void): AsyncGenerator<Figure> {
  const folder = temporaryFolder('bench-services');
  const [mongo, redis] = await Promise.all([startMongo(folder), startRedis(folder)]);
  try {
    writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=true\n');
    await migrate({ mongoUrl: `${mongo.url}/rugs_tracker`, checkOnly: false, log: () => undefined });
    const env = {
      ...{ TED_ENV_FILE: join(folder, '.env'), DATA_DIR: folder, LOG_LEVEL: 'error', FEED_NAME: 'simulated' },
      ...{ REDIS_URL: redis.url, MONGO_URL: `${mongo.url}/rugs_tracker`, INGEST_URL: 'http://127.0.0.1:1' },
      ...{ RUGS_BACKEND_URL: 'http://127.0.0.1:1', INGEST_PORT: '0', WORKER_PORT: '0', GATEWAY_PORT: '0' },
    };
    const launch = (service: string, more: Record<string, string> = {}) =>
      Process.fork<{ url: string }>(join(ROOT, `services/${service}/dist/main.js`), [], { ...env, ...more });
    yield await timeToReady('ingest', launch, say);
    yield await timeToReady('persistence-worker', launch, say);
    // It is ready when it has heard of the others.
    const [ingest, worker] = await Promise.all([launch('ingest'), launch('persistence-worker')]);
    try {
      yield await timeToReady(
        'api-gateway',
        (service) => launch(service, { INGEST_URL: ingest.word.url }),
        say,
      );
    } finally {
      for (const { process } of [ingest, worker]) await process.stop();
    }
  } finally {
    for (const store of [redis, mongo]) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeToReady(
  service: string,
  launch: (service: string) => Promise<{ process: Process }>,
  say: (line: string) => void,
): Promise<Figure> {
  say(`${service} to ready, and node -e 0, in turns`);
  const turns = await alternate({
    ours: async () => {
      const began = performance.now();
      const { process } = await launch(service);
      const seconds = (performance.now() - began) / 1000;
      await process.stop();
      return seconds;
    },
    reference: () => {
      const began = performance.now();
      execFileSync(process.execPath, ['-e', '0']);
      return (performance.now() - began) / 1000;
    },
  });
  const { ours, reference } = medians(turns, (seconds) => seconds);
  return figure(`${service} to ready`, ours, 's', { wanted: { most: 0.6 }, reference });
}

interface Share {
  name: string;
  /** Of a core, in percent. */
  share: number;
}

/** What each process takes during the next seconds. */
async function processorShares(ted: Ted, seconds: number): Promise<Share[]> {
  const { processes } = ted.stack;
  const before = processes.map(({ pid }) => processorSeconds(pid));
  const began = performance.now();
  await pause(seconds * 1000);
  const passed = (performance.now() - began) / 1000;
  return processes.map(({ name, pid }, i) => ({
    name,
    share: (100 * (processorSeconds(pid) - before[i]!)) / passed,
  }));
}

function ofServices(shares: readonly Share[]): number {
  const services = shares.filter(({ name }) => SERVICES.some((service) => name.startsWith(service)));
  return services.reduce((sum, { share }) => sum + share, 0);
}
