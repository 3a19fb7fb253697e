import { parentPort } from 'node:worker_threads';
import { BatchProducer, openTracing } from '@ted/messaging';
import { createThrottle } from '@ted/platform';
import { OutboxLoop } from './loop.ts';
import { checkpointKeys, type FromOutbox, type OutboxThreadOptions, type ToOutbox } from './protocol.ts';
import { OutboxStore } from './store.ts';

/** The outbox's own thread: the disk and Redis never hold up a tick. */
const send = (message: FromOutbox): void => parentPort!.postMessage(message);

// lmdb rejects a commit that failed (disk full) once more, through a promise that nobody is given; whoever asked for the
// write has been told. It must not end the thread, and with it the live path.
process.on('unhandledRejection', (reason) => {
  if (!(reason instanceof Error && 'commitError' in reason)) throw reason;
});

type Handle = (message: ToOutbox) => void;

/** It is started before anybody knows what it is to do: the first message tells. If it cannot be opened, the thread ends. */
let outbox: Promise<Handle>;
parentPort!.on('message', (message: ToOutbox) => {
  if (message.type === 'open') outbox = open(message.options);
  else void outbox.then((handle) => handle(message));
});

async function open(options: OutboxThreadOptions): Promise<Handle> {
  const store = new OutboxStore(options.folder);
  await store.initialise();
  const seldom = createThrottle(60_000);
  const tracing = openTracing(
    new URL('./tracing.cjs', import.meta.url),
    'ingest',
    options.tracesTo,
    (message) => seldom('traces') !== undefined && send({ type: 'log', level: 'warn', message }),
  );
  const redis = { url: options.redisUrl, prefix: options.queuePrefix, telemetry: tracing.telemetry };
  const producer = new BatchProducer(redis, (error) => loop.onRedisProblem(error));
  const loop: OutboxLoop = new OutboxLoop(store, producer, options, send);
  producer.onRecovered(() => loop.wake('recovered'));
  loop.start();
  const checkpoints = options.feeds.flatMap(checkpointKeys).flatMap((key): [string, string][] => {
    const checkpoint = store.checkpoint(key);
    return checkpoint === null ? [] : [[key, checkpoint]];
  });
  send({ type: 'ready', outboxId: store.id, checkpoints: new Map(checkpoints) });
  return (message) => {
    switch (message.type) {
      case 'open':
        break;
      case 'records':
        loop.accept(message.records, message);
        break;
      case 'settings':
        loop.apply(message.settings);
        break;
      case 'close':
        void loop
          .close()
          .then(() => tracing.close())
          .then(() => send({ type: 'closed' }));
        break;
    }
  };
}
