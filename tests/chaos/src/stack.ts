import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MongoClient } from 'mongodb';
import { connectRedis } from '../../../packages/messaging/src/connection.ts';
import { RedisCluster } from '../../support/redis/cluster.ts';
import type { RedisNodes } from '../../support/redis/nodes.ts';
import { RedisSentinels } from '../../support/redis/sentinel.ts';
import { startMongo, startRedis } from '../../support/stores.ts';
import { ROOT, Ted } from '../../support/ted.ts';
import { Wire } from '../../support/wire.ts';
import { KILLER_PRICE, PREFIX, type Chaos } from './chaos.ts';
import { LedgerFeed } from './feed/ledger-feed.ts';
import { replaceFile } from './replace-file.ts';
import { Network } from './network.ts';
import type { Form, Topology } from './schedule.ts';

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

type Parts = Omit<Chaos, 'form' | 'topology' | 'random' | 'owed' | 'signal' | 'observer'>;

/** Starts the feed, the stores and TED as a person would, with the hook in its processes. */
export async function startParts(
  folder: string,
  options: { form: Form; topology: Topology; seed: string; speed: number },
  undo: Undo,
): Promise<Parts> {
  const data = join(folder, 'stack');
  const clockFile = join(folder, 'clock.json');
  replaceFile(clockFile, '{}');
  const outboxDisk = mountOutbox(join(data, 'outbox'), options.form, undo);
  const redisFolder = join(folder, 'redis');
  const mongo = await startMongo(join(folder, 'mongo'));
  undo.add(() => mongo.stop());
  const nodes = await startNodes(options.topology, redisFolder);
  if (nodes) undo.add(() => nodes.stop());
  const redis = nodes?.nodes[0]!.process ?? (await startRedis(redisFolder));
  if (!nodes) undo.add(() => redis.stop());
  const redisUrl = nodes?.url ?? redis.url;
  const isSingle = options.topology === 'single';
  const wiresFile = join(folder, 'wires.json');
  const network = isSingle ? undefined : new Network(wiresFile);
  if (network) undo.add(() => network.close());
  if (nodes)
    network?.add(
      'redis',
      nodes.all.flatMap(({ wires }) => wires),
    );
  else await redirect(network, 'redis', redis.url);
  await redirect(network, 'mongodb', mongo.url);
  const replicas = options.topology === 'ha-ingest' ? 2 : 1;
  const feed = await LedgerFeed.start({ ...options, replicas });
  undo.add(() => feed.close());
  const isShort = options.form === 'short' && isSingle;
  const firstKiller = isShort ? feed.sendMarkedAndHold(KILLER_PRICE) : undefined;
  const ted = await Ted.up({
    data,
    args: [
      ...['--feed', 'live', '--workers', String(WORKERS)],
      ...(options.topology === 'ha-ingest' ? ['--ingests', '2'] : []),
    ],
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
      REDIS_URL: redisUrl,
      MONGO_URL: mongo.url,
      NODE_OPTIONS: `--import=${pathToFileURL(join(ROOT, 'tests/chaos/hook.mjs')).href}`,
      CHAOS_CLOCK: clockFile,
      ...(network && { CHAOS_WIRES: wiresFile }),
      CHAOS_KILLER_PRICE: String(KILLER_PRICE),
    },
  });
  undo.add(() => ted.stop());
  const redisClient = connectRedis({ url: redisUrl }, 'fail-fast', () => undefined);
  undo.add(() => redisClient.disconnect());
  if (network) await wireIngests(network, ted);
  const client = await MongoClient.connect(mongo.url, { serverSelectionTimeoutMS: 1000 });
  undo.add(() => client.close());
  const db = client.db('rugs_tracker');
  return {
    firstKiller: await firstKiller,
    feed,
    ted,
    redis,
    redisFolder,
    nodes,
    network,
    mongo,
    redisClient,
    db,
    outboxDisk,
    clockFile,
  };
}

function startNodes(topology: Topology, folder: string): Promise<RedisNodes | undefined> {
  switch (topology) {
    case 'sentinel':
      return RedisSentinels.start(folder);
    case 'cluster':
      return RedisCluster.start(PREFIX, folder);
    default:
      return Promise.resolve(undefined);
  }
}

async function redirect(network: Network | undefined, name: string, url: string): Promise<void> {
  const port = Number(new URL(url).port);
  network?.redirect(name, port, await Wire.before(port));
}

/** The ports of the ingests are known only now: who has connected by then connects anew. */
async function wireIngests(network: Network, ted: Ted): Promise<void> {
  for (const [i, url] of ted.ingestUrls.entries()) await redirect(network, `ingest-${i + 1}`, url);
  process.kill(ted.pidOf('api-gateway'), 'SIGKILL');
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
