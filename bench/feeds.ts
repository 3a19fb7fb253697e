import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startRedis, temporaryFolder } from '../tests/support/stores.ts';
import { ROOT } from '../tests/support/ted.ts';
import type { ManyFeedsOptions } from './feeds/children/many-feeds.ts';
import type { WatchersOptions } from './feeds/children/watchers.ts';
import { lagsOf, type Sighting } from './feeds/sightings.ts';
import { figure, type Benchmark, type Figure, type Length } from './figure.ts';
import { ownMegabytes, processorSeconds } from './process-usage.ts';
import { Process } from './processes.ts';
import { quantile } from './quantile.ts';

/** BENCH_FEEDS=1,10 measures less. */
const COUNTS = process.env.BENCH_FEEDS?.split(',').map(Number) ?? [1, 10, 100, 1000];
const SECONDS = { short: 6, long: 30 };
/** The rate of the feeds grows for so long, and then stays for as long again: until code is compiled, and what was late has come. */
const RAMP_MS = { short: 5000, long: 15_000 };
/** Of each feed. In the short form all of them together have 400 at most, which a slow machine of two cores takes, too. */
const ticksASecond = (count: number, length: Length): number =>
  length === 'long' ? 4 : Math.min(4, 400 / count);
const ANSWER_MS = 20_000;
/** Feeds whose ticks are timed. */
const TIMED = 100;

/** A real ingest with its outbox and Redis, all of whose feeds are watched; nothing is stored, so the outbox grows. */
export const feeds: Benchmark = {
  name: 'feeds',
  description:
    'one ingest that follows 1, 10, 100 and 1,000 feeds of 4 ticks/s (short: 1,000 of 0.4), all of them watched',
  async *run(say, length): AsyncGenerator<Figure> {
    const costs = new Map<number, Cost>();
    for (const count of COUNTS) {
      const perSecond = ticksASecond(count, length);
      const name = `${count} feeds`;
      say(`${name} of ${perSecond} ticks/s`);
      const cost = await measure(count, perSecond, RAMP_MS[length], SECONDS[length]);
      costs.set(count, cost);
      yield figure(`${name}: ticks`, cost.ticks, 'ticks/s', {
        reference: cost.sent,
        wanted: { leastRatio: 0.98 },
      });
      yield figure(`${name}: CPU of ingest`, cost.cpuShare * 100, '% of a core');
      yield figure(`${name}: CPU per tick`, cost.msPerTick, 'ms');
      yield figure(`${name}: lag p50, feed→client of ingest`, quantile(cost.lags, 0.5), 'ms');
      yield figure(`${name}: lag p99, feed→client of ingest`, quantile(cost.lags, 0.99), 'ms');
      yield figure(`${name}: memory of ingest`, cost.megabytes, 'MB');
    }
    const [one, ten, thousand] = [1, 10, 1000].map((count) => costs.get(count));
    if (ten && thousand)
      yield figure('CPU per tick at 1000 feeds, beside 10', thousand.msPerTick, 'ms', {
        reference: ten.msPerTick,
        wanted: { mostRatio: 1.5 },
      });
    if (one && thousand)
      yield figure('memory per feed, from 1 to 1000', (thousand.megabytes - one.megabytes) / 999, 'MB');
  },
};

interface Cost {
  /** A second. */
  ticks: number;
  sent: number;
  msPerTick: number;
  cpuShare: number;
  megabytes: number;
  /** Sorted, in ms. */
  lags: number[];
}

async function measure(count: number, perSecond: number, rampMs: number, seconds: number): Promise<Cost> {
  const folder = temporaryFolder('bench-feeds');
  writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=true\n');
  const redis = await startRedis(folder);
  const processes: Process[] = [];
  const keep = <T>(started: { process: Process; word: T }) => {
    processes.push(started.process);
    return started;
  };
  try {
    const sampleEvery = Math.max(1, count / TIMED);
    const source = keep(
      await Process.child<{ url: string }>('manyFeeds', {
        feeds: count,
        tickMs: 1000 / perSecond,
        sampleEvery,
      } satisfies ManyFeedsOptions),
    );
    const list = Array.from({ length: count }, (_, n) => `f${n}=${source.word.url}/feed-${n}`);
    const ingest = keep(
      await Process.fork<{ url: string }>(join(ROOT, 'services/ingest/dist/main.js'), [], {
        TED_ENV_FILE: join(folder, '.env'),
        DATA_DIR: folder,
        REDIS_URL: redis.url,
        FEEDS: list.join(' '),
        INGEST_PORT: '0',
        LOG_LEVEL: 'error',
      }),
    );
    const { url } = ingest.word;
    const options: WatchersOptions = { url, feeds: count, sampleEvery };
    const watching = keep(await Process.child('watchers', options));
    source.process.tell({ rampMs });
    await pause(2 * rampMs);

    const pid = ingest.process.pid;
    source.process.tell({ begin: true });
    watching.process.tell({ begin: true });
    const [cpuBefore, ticksBefore, began] = [processorSeconds(pid), await ticksTaken(url), performance.now()];
    await pause(seconds * 1000);
    const [cpu, ticks] = [1000 * (processorSeconds(pid) - cpuBefore), (await ticksTaken(url)) - ticksBefore];
    const took = (performance.now() - began) / 1000;
    const sent = await source.process.ask<{ sent: number; sightings: Sighting[] }>({ begin: false });
    const seen = await watching.process.ask<{ sightings: Sighting[] }>({ begin: false });
    return {
      ticks: ticks / took,
      sent: Math.min(sent.sent / took, perSecond * count),
      msPerTick: cpu / ticks,
      cpuShare: cpu / (took * 1000),
      megabytes: ownMegabytes(pid),
      lags: lagsOf(sent.sightings, seen.sightings),
    };
  } finally {
    for (const process of processes.reverse()) await process.stop();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Feed updates that ingest has taken, ever since. Throws if it does not answer. */
async function ticksTaken(url: string): Promise<number> {
  const text = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(ANSWER_MS) })
    .then((answer) => answer.text())
    .catch((cause: Error) => {
      throw new Error('ingest does not answer: it has ended, or is sent more than it can take', { cause });
    });
  return Number(/^ted_feed_updates_total (\d+)/m.exec(text)![1]);
}
