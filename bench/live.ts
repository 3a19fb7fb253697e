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
import type { TripOptions, TripReady, TripWord, Tripped } from './live/children.ts';
import { Process } from './processes.ts';
import { quantile } from './quantile.ts';

/** Of each feed: as fast as the real one. */
const TICKS_A_SECOND = 4;
/** The short form has many feeds beside each other, to see as many ticks in a fifteenth of the time; `ticks` are of all together. */
const SCALE = { short: { feeds: 16, ticks: 200 }, long: { feeds: 1, ticks: 240 } };
/** Services run for months: what is measured is compiled code. Ten times as fast as the real feeds, one way after the other. */
const WARM_UP = { ticks: 3000, perSecond: 10 * TICKS_A_SECOND };
const BACKLOG = { short: 20_000, long: 200_000 };
/** More than that waits only while a backlog drains. */
const A_SECONDS_RECORDS = 1000;
/** Until a gateway follows ingest. */
const START_MS = 2500;

/** From a tick at the feed to a WebSocket client, over both services: beside a bare relay, and whatever storing does. */
export const live: Benchmark = {
  name: 'live',
  description:
    'ticks of 16 feeds (long: one) to WebSocket clients through both services, beside a bare relay; storing on, down, draining',
  async *run(say, length) {
    const bench = await Live.start(await rawFrames(say), SCALE[length].feeds, BACKLOG[length]);
    try {
      yield* measure(bench, length, say);
    } finally {
      await bench.stop();
    }
  },
};

async function* measure(bench: Live, length: Length, say: (line: string) => void): AsyncGenerator<Figure> {
  const lost = { services: 0, relay: 0 };
  const trips = async (way: 'services' | 'relay') => {
    const tripped = await bench.trips(way, SCALE[length].ticks);
    lost[way] += tripped.lost;
    return tripped.times;
  };
  const p99 = async (way: 'services' | 'relay') => quantile(await trips(way), 0.99);
  say('storing is off: both services and a bare relay in turns');
  await bench.warmUp();
  const turns = await alternate(
    { ours: () => trips('services'), reference: () => trips('relay') },
    { warmUps: 0 },
  );
  const usual = medians(turns, (times) => quantile(times, 0.5));
  yield figure('tick to client, p50', usual.ours, 'ms', { reference: usual.reference });
  const bare = medians(turns, (times) => quantile(times, 0.99));
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
  while ((await bench.pending()) > A_SECONDS_RECORDS);
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

  static async start(frames: readonly string[], feeds: number, backlog: number): Promise<Live> {
    const folder = temporaryFolder('bench-live');
    writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=false\n');
    const [mongo, redis] = await Promise.all([startMongo(folder), startRedis(folder)]);
    await migrate({ mongoUrl: `${mongo.url}/rugs_tracker`, checkOnly: false, log: () => undefined });
    await fill(join(folder, 'outbox'), backlog);
    // A whole frame of a running game, without the history that only some have.
    const frame = frames.find((text) => text.length < 20_000 && text.includes('"tickCount"'))!;
    const trip = await Process.child<TripReady>('trip', { frame, feeds } satisfies TripOptions);
    const names = Array.from({ length: feeds }, (_, n) => `simulated-${n}`);
    const hop1 = await Process.child<{ url: string }>('relay', { url: trip.word.relayUrl });
    const hop2 = await Process.child<{ url: string }>('relay', { url: hop1.word.url });
    const env = {
      TED_ENV_FILE: join(folder, '.env'),
      REDIS_URL: redis.url,
      MONGO_URL: `${mongo.url}/rugs_tracker`,
      LOG_LEVEL: 'error',
      DATA_DIR: folder,
      FEEDS: names.map((name, n) => `${name}=${trip.word.feedUrl}/feed-${n}`).join(' '),
      INGEST_PORT: '0',
      WORKER_PORT: '0',
      GATEWAY_PORT: '0',
    };
    const service = (name: string, more = {}) =>
      Process.fork<{ url: string }>(join(ROOT, `services/${name}/dist/main.js`), [], { ...env, ...more });
    const ingest = await service('ingest');
    const worker = await service('persistence-worker');
    const gateway = await service('api-gateway', { INGEST_URL: ingest.word.url });
    const gatewayUrl = gateway.word.url.replace('http', 'ws');
    const clients = [
      { clients: names.map((name) => `${gatewayUrl}/api/ws?feed=${name}`), way: 'services' },
      { clients: [hop2.word.url], way: 'relay' },
    ] satisfies TripWord[];
    for (const word of clients) await trip.process.ask(word);
    await pause(START_MS);
    const processes = [trip, hop1, hop2, gateway, worker, ingest].map(({ process }) => process);
    const [ingestUrl, workerUrl] = [ingest.word.url, worker.word.url];
    return new Live(folder, { mongo, redis, trip: trip.process, processes, ingestUrl, workerUrl });
  }

  /** Sends so many ticks, of all feeds together. */
  trips(way: 'services' | 'relay', ticks: number): Promise<Tripped> {
    return this.#trip.ask<Tripped>({ send: ticks, perSecond: TICKS_A_SECOND, way } satisfies TripWord);
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
  }

  /** Records that wait to be stored. */
  async pending(): Promise<number> {
    const response = await fetch(`${this.#ingestUrl}/health`);
    return ((await response.json()) as { outbox: { pending: number } }).outbox.pending;
  }

  async warmUp(): Promise<void> {
    const { ticks, perSecond } = WARM_UP;
    const ways = ['services', 'relay'] as const;
    for (const way of ways) await this.#trip.ask<Tripped>({ send: ticks, perSecond, way } satisfies TripWord);
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
