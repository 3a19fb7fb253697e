import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';
import type { Randomness } from '../../../packages/feed-simulator/src/randomness.ts';
import type { RedisNodes } from '../../support/redis/nodes.ts';
import type { StoreProcess } from '../../support/stores.ts';
import type { Ted } from '../../support/ted.ts';
import type { LedgerFeed, SentMark } from './feed/ledger-feed.ts';
import type { Extra } from './ledger/audit.ts';
import type { Network } from './network.ts';
import type { Observer } from './observer.ts';
import type { Form, Topology } from './schedule.ts';

/** The prefix of TED's keys in Redis, and with it the queue of the batches. */
export const PREFIX = '{ted}';
export const BATCHES = `${PREFIX}:batches:`;

/** A price that no game has, for the one tick sample that is to kill its worker. */
export const KILLER_PRICE = 0.123_456_789_876_543;

/** What the faults act on. */
export interface Chaos {
  form: Form;
  topology: Topology;
  random: Randomness;
  feed: LedgerFeed;
  ted: Ted;
  /** A single Redis; of several servers the first. */
  redis: StoreProcess;
  redisFolder: string;
  /** A Redis of several servers. */
  nodes: RedisNodes | undefined;
  /** The wires between the parts; undefined on a single machine's Redis. */
  network: Network | undefined;
  mongo: StoreProcess;
  /** A connection of the harness's own, which fails fast. */
  redisClient: Redis;
  db: Db;
  /** A small file system of its own for the outbox, or undefined where that is not permitted. */
  outboxDisk: string | undefined;
  /** Says how wrong TED's clocks are; see hook.mjs. */
  clockFile: string;
  /** In the short form: the record that kills its worker, which is the last one that was sent before the run. */
  firstKiller: (SentMark & { release: () => void }) | undefined;
  /** A person at the live page. */
  observer: Observer;
  /** What the faults themselves make TED owe. */
  owed: Pick<Extra, 'foreignJobs' | 'killers'>;
  signal: AbortSignal;
}

/** When the fault was there, and what is worth knowing about it. */
export interface Injected {
  from: number;
  to: number;
  note?: string;
  /** Until when something was taking over from what it befell; then recovery is the longest pause until then. */
  until?: number;
  /** The longest time without an update at a client of the live page meanwhile, in ms. */
  silenceMs?: number;
  /** How far ingest was behind the feed when it was killed. */
  lagMs?: number;
}

/** Injects one fault. Resolves once it is over, and the part is as it should be for the next fault of the same part. */
export type Inject = (chaos: Chaos, durationMs: number) => Promise<Injected>;

/** This machine does not permit the fault: it is left out, with a message. */
export class NotPossible extends Error {
  override name = 'NotPossible';
}
