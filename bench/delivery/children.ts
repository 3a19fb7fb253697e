import { BatchConsumer, BatchProducer } from '@ted/messaging';
import { OutboxLoop } from '../../services/ingest/src/outbox/loop.ts';
import { OutboxStore } from '../../services/ingest/src/outbox/store.ts';
import { recordsOf } from './records.ts';

const SETTINGS = { enabled: false, intervalSeconds: 1, batchSize: 100 };
/** Records that are accepted in one transaction. */
const CHUNK = 1000;
const LOOK_MS = 5;

export type OutboxWord = { fill: number; firstGame: number } | { drain: true };
export interface Drained {
  records: number;
  seconds: number;
}

/**
 * Ingest's outbox in a process of its own. It is filled while it is switched off, so that the records wait on disk as after an
 * outage; `drain` switches it on, and is answered when the last record has left.
 */
export async function outbox({ folder, redisUrl }: { folder: string; redisUrl: string }): Promise<void> {
  const store = new OutboxStore(folder);
  await store.initialise();
  const producer = new BatchProducer({ url: redisUrl }, () => undefined);
  const loop = new OutboxLoop(store, producer, { settings: SETTINGS, maxBytes: 4e9 }, () => undefined);
  producer.onRecovered(() => loop.wake('recovered'));
  loop.start();
  const fill = async (count: number, firstGame: number) => {
    const records = recordsOf(count, firstGame).slice(0, count);
    for (let n = 0; n < count; n += CHUNK)
      await store.append(
        records.slice(n, n + CHUNK).map((record) => ({ kind: record.kind, json: JSON.stringify(record) })),
      );
  };
  const drain = () => {
    const records = store.count;
    const began = performance.now();
    loop.apply({ ...SETTINGS, enabled: true });
    const look = setInterval(() => {
      if (store.count > 0) return;
      clearInterval(look);
      loop.apply(SETTINGS);
      process.send!({ records, seconds: (performance.now() - began) / 1000 } satisfies Drained);
    }, LOOK_MS);
  };
  process.on('message', (word: OutboxWord) => {
    if ('fill' in word) void fill(word.fill, word.firstGame).then(() => process.send!({ filled: word.fill }));
    else drain();
  });
  process.send!({});
}

/** A worker that takes batches and throws them away: what is left is transport. */
export async function discard({ redisUrl }: { redisUrl: string }): Promise<void> {
  const ignore = () => undefined;
  const consumer = new BatchConsumer(
    { url: redisUrl },
    { process: () => Promise.resolve(), onFailed: ignore, onStalled: ignore, onProblem: ignore },
  );
  consumer.start(ignore);
  process.send!({});
  return Promise.resolve();
}
