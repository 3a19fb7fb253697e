import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@ted/storage';
import { startMongo, startRedis, temporaryFolder, type StoreProcess } from '../tests/support/stores.ts';
import { ROOT } from '../tests/support/ted.ts';
import { alternate, medians } from './alternate.ts';
import type { Drained } from './delivery/children.ts';
import { RawWrites } from './delivery/raw-writes.ts';
import { RECORDS_PER_GAME } from './delivery/records.ts';
import { figure, type Benchmark, type Figure } from './figure.ts';
import { growth, type CostPoint } from './growth.ts';
import { heldMemoryOf, TELLS_HELD_MEMORY } from './held-memory.ts';
import { Process } from './processes.ts';
import { anonymousMegabytes, processorSeconds } from './process-usage.ts';

/** Records of one measurement. */
const ROUND = { short: 10_000, long: 20_000 };
/** What a day of MongoDB's absence leaves in the outbox at one feed, and ten thousand feeds within a few minutes. */
const DAY = 62_000;
const MANY = 1_000_000;
const DAY_SECONDS = 86_400;

interface Drain extends Drained {
  /** Share of a core that each process was on, by name. */
  cpu: Record<string, number>;
}

/** Records from the outbox on disk to MongoDB, each part a real process, beside the raw driver on the same server. */
export const delivery: Benchmark = {
  name: 'delivery',
  description: 'records from the outbox over Redis to MongoDB: transport alone, one worker, two, a backlog',
  async *run(say, length) {
    const bench = await Delivery.start();
    try {
      const round = ROUND[length];
      say(`transport alone: ${round} records in each of five rounds`);
      const discarding = await bench.child('discard', { redisUrl: bench.redis.url });
      const transport = await alternate({
        ours: async () => rate(await bench.drain(round)),
        reference: () => 0,
      });
      await discarding.stop();
      const alone = medians(transport, (value) => value).ours;
      yield figure('transport alone', alone, 'records/s', { wanted: { least: 15_000 } });

      say('one worker, in turns with the raw driver');
      const first = await bench.worker();
      const drains: Drain[] = [];
      const one = await alternate({
        ours: async () => {
          drains.push(await bench.drain(round));
          return rate(drains.at(-1)!);
        },
        reference: () => bench.raw.write(round, bench.nextGames(round)),
      });
      const { ours, reference } = medians(one, (value) => value);
      yield figure('one worker to MongoDB', ours, 'records/s', { wanted: { leastRatio: 0.8 }, reference });
      yield* shares('with one worker', drains.at(-1)!);
      const early = { held: await heldMemoryOf(first), resident: anonymousMegabytes(first.pid) };

      say('two workers, in turns with one');
      const second = await bench.worker();
      const both: Drain[] = [];
      for (let i = 0; i < 5; i++) both.push(await bench.drain(round));
      const two = both.map(rate).toSorted((a, b) => a - b)[2]!;
      yield figure('two workers to MongoDB (beside one)', two, 'records/s', { reference: ours });
      yield* shares('with two workers', both.at(-1)!);
      await bench.stopWorker(second);

      yield* backlogs(bench, length === 'long' ? [62, 620, 6200, DAY, MANY] : [62, 620, 6200, DAY], say);
      const records = length === 'long' ? '10⁶' : DAY;
      yield figure(
        `memory held by a worker after ${records} records`,
        (await heldMemoryOf(first)) / 1e6,
        'MB',
        {
          wanted: { mostRatio: 1.1 },
          reference: early.held / 1e6,
        },
      );
      // How much of it V8 keeps for what comes next is its own affair, and depends on the load of the machine.
      yield figure('memory resident in a worker then', anonymousMegabytes(first.pid), 'MB', {
        reference: early.resident,
      });
    } finally {
      await bench.stop();
    }
  },
};

const rate = ({ records, seconds }: Drained): number => records / seconds;

/** Which process is at work all the time: it is what bounds the figure. */
function* shares(when: string, { cpu }: Drain): Generator<Figure> {
  for (const [name, share] of Object.entries(cpu))
    yield figure(`CPU of ${name} ${when}`, 100 * share, '% of a core');
}

async function* backlogs(
  bench: Delivery,
  sizes: readonly number[],
  say: (line: string) => void,
): AsyncGenerator<Figure> {
  const points: CostPoint[] = [];
  for (const size of sizes) {
    say(`a backlog of ${size} records`);
    const { seconds } = await bench.drain(size);
    points.push({ work: size, cost: seconds });
    if (size === DAY) {
      yield figure(`backlog of ${DAY} records, a day's`, seconds, 's', { wanted: { most: 30 } });
      yield figure('that day again, times as fast as it came', DAY_SECONDS / seconds, '×', {
        wanted: { least: 2900 },
      });
    }
    if (size === MANY) yield figure(`backlog of ${MANY} records`, seconds, 's', { wanted: { most: 300 } });
  }
  yield* growth('draining a backlog', { per: 'records', unit: 's', points, most: 1.1 });
}

/** The parts of the way, started for this benchmark alone. */
class Delivery {
  readonly redis: StoreProcess;
  readonly mongo: StoreProcess;
  readonly raw: RawWrites;
  readonly #folder: string;
  readonly #outbox: Process;
  #workers: Process[] = [];
  #children: Process[] = [];
  #games = 0;

  private constructor(
    folder: string,
    parts: { redis: StoreProcess; mongo: StoreProcess; raw: RawWrites; outbox: Process },
  ) {
    this.#folder = folder;
    this.redis = parts.redis;
    this.mongo = parts.mongo;
    this.raw = parts.raw;
    this.#outbox = parts.outbox;
  }

  static async start(): Promise<Delivery> {
    const folder = temporaryFolder('bench-delivery');
    writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=true\n');
    const [mongo, redis] = await Promise.all([startMongo(folder), startRedis(folder)]);
    await migrate({ mongoUrl: `${mongo.url}/rugs_tracker`, checkOnly: false, log: () => undefined });
    const raw = await RawWrites.open(mongo.url);
    const outbox = await Process.child('outbox', { folder: join(folder, 'outbox'), redisUrl: redis.url });
    return new Delivery(folder, { redis, mongo, raw, outbox: outbox.process });
  }

  async child(name: string, options: object): Promise<Process> {
    const { process } = await Process.child(name, options);
    this.#children.push(process);
    return process;
  }

  async worker(): Promise<Process> {
    const { process } = await Process.fork(
      join(ROOT, 'services/persistence-worker/dist/main.js'),
      [],
      {
        TED_ENV_FILE: join(this.#folder, '.env'),
        REDIS_URL: this.redis.url,
        MONGO_URL: `${this.mongo.url}/rugs_tracker`,
        WORKER_PORT: '0',
        LOG_LEVEL: 'error',
      },
      TELLS_HELD_MEMORY,
    );
    this.#workers.push(process);
    return process;
  }

  async stopWorker(worker: Process): Promise<void> {
    this.#workers = this.#workers.filter((one) => one !== worker);
    await worker.stop();
  }

  /** The number of the first of so many games that were in no measurement yet. */
  nextGames(records: number): number {
    const first = this.#games;
    this.#games += Math.ceil(records / RECORDS_PER_GAME);
    return first;
  }

  /** Fills the outbox and lets it drain. */
  async drain(records: number): Promise<Drain> {
    await this.#outbox.ask({ fill: records, firstGame: this.nextGames(records) });
    const pids: Record<string, number> = {
      'the outbox': this.#outbox.pid,
      Redis: this.redis.pid,
      MongoDB: this.mongo.pid,
    };
    this.#workers.forEach(({ pid }, i) => (pids[`worker ${i + 1}`] = pid));
    const before = Object.entries(pids).map(([name, pid]) => [name, processorSeconds(pid)] as const);
    const drained = await this.#outbox.ask<Drained>({ drain: true });
    const cpu = Object.fromEntries(
      before.map(([name, at]) => [name, (processorSeconds(pids[name]!) - at) / drained.seconds]),
    );
    return { ...drained, cpu };
  }

  async stop(): Promise<void> {
    for (const process of [...this.#children, ...this.#workers, this.#outbox]) await process.stop();
    await this.raw.close();
    for (const store of [this.redis, this.mongo]) await store.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
