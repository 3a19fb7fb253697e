import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '@ted/storage';
import { OutboxStore } from '../services/ingest/src/outbox/store.ts';
import { startMongo, startRedis, temporaryFolder, type StoreProcess } from '../tests/support/stores.ts';
import { ROOT } from '../tests/support/ted.ts';
import { eventually } from '../tests/support/wait.ts';
import { alternate, medians } from './alternate.ts';
import { recordsOf } from './delivery/records.ts';
import { figure, type Benchmark, type Figure, type Length } from './figure.ts';
import { rawFrames } from './ingest/raw-frames.ts';
import type { TripWord, Tripped } from './live/children.ts';
import { Process } from './processes.ts';
import { quantile } from './quantile.ts';

/** The short form has a feed that is ten times as fast, to see as many ticks in a tenth of the time. */
const PACE = { short: { perSecond: 40, ticks: 200 }, long: { perSecond: 4, ticks: 240 } };
const BACKLOG = { short: 20_000, long: 200_000 };
/** Until a gateway follows ingest. */
const START_MS = 2500;
/** Until what was sent before has been stored. */
const SETTLE_MS = 1500;

/** From a tick at the feed to a WebSocket client, over both services: beside a bare relay, and whatever storing does. */
export const live: Benchmark = {
  name: 'live',
  description:
    'a tick to a WebSocket client through both services, beside a bare relay; storing on, down, draining',
  async *run(say, length) {
    const bench = await Live.start(await rawFrames(say), BACKLOG[length]);
    try {
      yield* measure(bench, length, say);
    } finally {
      await bench.stop();
    }
  },
};

async function* measure(bench: Live, length: Length, say: (line: string) => void): AsyncGenerator<Figure> {
  const lost = { services: 0, relay: 0 };
  const p99 = async (way: 'services' | 'relay') => {
    const tripped = await bench.trips(way, PACE[length]);
    lost[way] += tripped.lost;
    return quantile(tripped.times, 0.99);
  };
  say('storing is off: both services and a bare relay in turns');
  const bare = medians(
    await alternate({ ours: () => p99('services'), reference: () => p99('relay') }),
    (ms) => ms,
  );
  yield figure('tick to client, p99, beside a bare relay', bare.ours, 'ms', {
    wanted: { mostRatio: 2 },
    reference: bare.reference,
  });
  yield figure('tick to client, p99', bare.ours, 'ms', { wanted: { most: 10 } });

  // A client that is too slow misses updates, and so it is with a machine that is.
  yield figure('ticks that did not arrive', lost.services, 'ticks', { wanted: { most: 1 } });

  say(`a backlog of ${BACKLOG[length]} records drains`);
  await bench.persistence(true);
  const draining: number[] = [];
  do draining.push(await p99('services'));
  while (await bench.pending());
  yield figure('tick to client, p99, while a backlog drains', quantile(draining, 0.5), 'ms', {
    wanted: { most: 10 },
    reference: bare.ours,
  });

  say('storing on and off in turns');
  const onAndOff = async () => {
    const side = async (on: boolean) => (await bench.persistence(on), await p99('services'));
    const sides = { ours: () => side(true), reference: () => side(false) };
    return medians(await alternate(sides, { warmUps: 0 }), (ms) => ms);
  };
  const on = await onAndOff();
  yield figure('tick to client, p99, storing (beside off)', on.ours, 'ms', {
    wanted: { mostRatio: 1.1 },
    reference: on.reference,
  });

  say('MongoDB is down, storing on and off in turns');
  await bench.mongo.kill();
  const down = await onAndOff();
  yield figure('tick to client, p99, MongoDB down (beside off)', down.ours, 'ms', {
    wanted: { mostRatio: 1.1 },
    reference: down.reference,
  });
}

/** Both services with a worker and their stores, a bare relay of two hops, and who sends and receives. */
class Live {
  readonly mongo: StoreProcess;
  readonly #folder: string;
  readonly #redis: StoreProcess;
  readonly #trip: Process;
  readonly #processes: Process[];
  readonly #ingestUrl: string;
  readonly #workerUrl: string;

  private constructor(
    folder: string,
    parts: {
      mongo: StoreProcess;
      redis: StoreProcess;
      trip: Process;
      processes: Process[];
      ingestUrl: string;
      workerUrl: string;
    },
  ) {
    this.#folder = folder;
    this.mongo = parts.mongo;
    this.#redis = parts.redis;
    this.#trip = parts.trip;
    this.#processes = parts.processes;
    this.#ingestUrl = parts.ingestUrl;
    this.#workerUrl = parts.workerUrl;
  }

  static async start(frames: readonly string[], backlog: number): Promise<Live> {
    const folder = temporaryFolder('bench-live');
    writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=false\n');
    const [mongo, redis] = await Promise.all([startMongo(folder), startRedis(folder)]);
    await migrate({ mongoUrl: `${mongo.url}/rugs_tracker`, checkOnly: false, log: () => undefined });
    await fill(join(folder, 'outbox'), backlog);
    // A whole frame of a running game, without the history that only some have.
    const frame = frames.find((text) => text.length < 20_000 && text.includes('"tickCount"'))!;
    const trip = await Process.child<{ feedUrl: string; relayUrl: string }>('trip', { frame });
    const hop1 = await Process.child<{ url: string }>('relay', { url: trip.word.relayUrl });
    const hop2 = await Process.child<{ url: string }>('relay', { url: hop1.word.url });
    const env = {
      TED_ENV_FILE: join(folder, '.env'),
      REDIS_URL: redis.url,
      MONGO_URL: `${mongo.url}/rugs_tracker`,
      FEED_NAME: 'simulated',
      LOG_LEVEL: 'error',
      DATA_DIR: folder,
      RUGS_BACKEND_URL: trip.word.feedUrl,
      INGEST_PORT: '0',
      WORKER_PORT: '0',
      GATEWAY_PORT: '0',
    };
    const service = (name: string, more = {}) =>
      Process.fork<{ url: string }>(join(ROOT, `services/${name}/dist/main.js`), [], { ...env, ...more });
    const ingest = await service('ingest');
    const worker = await service('persistence-worker');
    const gateway = await service('api-gateway', { INGEST_URL: ingest.word.url });
    const clients = [
      { clients: `${gateway.word.url.replace('http', 'ws')}/api/ws`, way: 'services' },
      { clients: hop2.word.url, way: 'relay' },
    ] satisfies TripWord[];
    for (const word of clients) await trip.process.ask(word);
    await pause(START_MS);
    const processes = [trip, hop1, hop2, gateway, worker, ingest].map(({ process }) => process);
    const [ingestUrl, workerUrl] = [ingest.word.url, worker.word.url];
    return new Live(folder, { mongo, redis, trip: trip.process, processes, ingestUrl, workerUrl });
  }

  trips(
    way: 'services' | 'relay',
    { ticks, perSecond }: { ticks: number; perSecond: number },
  ): Promise<Tripped> {
    return this.#trip.ask<Tripped>({ send: ticks, perSecond, way } satisfies TripWord);
  }

  async persistence(on: boolean): Promise<void> {
    writeFileSync(join(this.#folder, '.env'), `PERSISTENCE_ENABLED=${on}\nPERSISTENCE_INTERVAL_SECONDS=1\n`);
    const applied = async (url: string): Promise<string | undefined> => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return /^ted_persistence_enabled (\d)/m.exec(text)?.[1];
    };
    await eventually(
      'ingest and worker apply the switch',
      () => Promise.all([this.#ingestUrl, this.#workerUrl].map(applied)),
      (values) => values.every((value) => value === String(Number(on))),
    );
    await pause(SETTLE_MS);
  }

  /** Whether a backlog still drains: more waits than a second brings. */
  async pending(): Promise<boolean> {
    const response = await fetch(`${this.#ingestUrl}/health`);
    const { outbox } = (await response.json()) as { outbox: { pending: number } };
    return outbox.pending > 1000;
  }

  async stop(): Promise<void> {
    for (const process of this.#processes) await process.stop();
    for (const store of [this.#redis, this.mongo]) await store.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What waits on disk when ingest starts. */
async function fill(folder: string, count: number): Promise<void> {
  const store = new OutboxStore(folder);
  await store.initialise();
  const records = recordsOf(count, 1_000_000);
  for (let n = 0; n < count; n += 1000)
    await store.append(
      records.slice(n, n + 1000).map((record) => ({ kind: record.kind, json: JSON.stringify(record) })),
    );
  await store.close();
}
