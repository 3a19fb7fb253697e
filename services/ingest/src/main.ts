import { Worker } from 'node:worker_threads';
import type * as service from './service.ts';

// The outbox's thread loads its half of the code while this one loads the other: a third of the time until ingest is ready.
const outbox = new Worker(new URL('./outbox-thread.js', import.meta.url));
const { default: bundle } = (await import(new URL('./service.js', import.meta.url).href)) as {
  default: typeof service;
};
await bundle.ingestService(outbox);
