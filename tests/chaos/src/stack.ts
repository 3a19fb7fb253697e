import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { startMongo, startRedis } from '../../support/stores.ts';
import { ROOT, Ted } from '../../support/ted.ts';
import { KILLER_PRICE, type Chaos } from './chaos.ts';
import { LedgerFeed } from './feed/ledger-feed.ts';
import { replaceFile } from './replace-file.ts';
import type { Form } from './schedule.ts';

/** Of the outbox's own file system: enough for the longest outage. */
const OUTBOX_DISK = { short: '192m', long: '768m' } as const;
const WORKERS = 3;

/** Steps that undo what was started, the newest first. */
export class Undo {
  readonly #steps: (() => Promise<unknown> | void)[] = [];

  add(step: () => Promise<unknown> | void): void {
    this.#steps.push(step);
  }

  /** Goes through all of them, whatever some of them say. */
  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        console.error(`chaos: ${(error as Error).message}`);
      }
    }
  }
}

type Parts = Omit<Chaos, 'form' | 'random' | 'owed' | 'signal'>;

/** Starts the feed, the stores and TED as a person would, with the hook in its processes. */
export async function startParts(
  folder: string,
  options: { form: Form; seed: string; speed: number },
  undo: Undo,
): Promise<Parts> {
  const data = join(folder, 'stack');
  const clockFile = join(folder, 'clock.json');
  replaceFile(clockFile, '{}');
  const outboxDisk = mountOutbox(join(data, 'outbox'), options.form, undo);
  const redisFolder = join(folder, 'redis');
  const mongo = await startMongo(join(folder, 'mongo'));
  undo.add(() => mongo.stop());
  const redis = await startRedis(redisFolder);
  undo.add(() => redis.stop());
  const feed = await LedgerFeed.start(options);
  undo.add(() => feed.close());
  const isShort = options.form === 'short';
  const firstKiller = isShort ? feed.sendMarkedAndHold(KILLER_PRICE) : undefined;
  const ted = await Ted.up({
    data,
    args: ['--feed', 'live', '--workers', String(WORKERS)],
    env: {
      PREDICTION_SAMPLE_EVERY_TICKS: '1',
      TICK_SAMPLE_EVERY_TICKS: '1',
      // The gateway repeats the whole history in each of its messages: at this speed that would cost more than the rest.
      PREDICTION_HISTORY_SIZE: '10',
      // The harness asks for the newest tick, often.
      STREAM_RING_SIZE: '10',
      // The record that kills its worker is to be alone in its batch; then the size becomes what it is otherwise.
      ...(isShort && { PERSISTENCE_BATCH_SIZE: '1' }),
    },
    processEnv: {
      RUGS_BACKEND_URL: feed.url,
      REDIS_URL: redis.url,
      MONGO_URL: mongo.url,
      NODE_OPTIONS: `--import=${pathToFileURL(join(ROOT, 'tests/chaos/hook.mjs')).href}`,
      CHAOS_CLOCK: clockFile,
      CHAOS_KILLER_PRICE: String(KILLER_PRICE),
    },
  });
  undo.add(() => ted.stop());
  const redisClient = new Redis(redis.url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 2000,
    retryStrategy: () => 200,
  });
  redisClient.on('error', () => undefined);
  undo.add(() => redisClient.disconnect());
  const client = await MongoClient.connect(mongo.url, { serverSelectionTimeoutMS: 1000 });
  undo.add(() => client.close());
  const db = client.db('rugs_tracker');
  return {
    firstKiller: await firstKiller,
    feed,
    ted,
    redis,
    redisFolder,
    mongo,
    redisClient,
    db,
    outboxDisk,
    clockFile,
  };
}

/** A small file system for the outbox alone, so that it can be filled. Undefined where mounting is not permitted. */
function mountOutbox(folder: string, form: Form, undo: Undo): string | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${OUTBOX_DISK[form]}`, 'tmpfs', folder], {
      stdio: 'pipe',
    });
  } catch (error) {
    console.error(`chaos: no file system for the outbox alone: ${(error as Error).message.trim()}`);
    return undefined;
  }
  undo.add(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}
