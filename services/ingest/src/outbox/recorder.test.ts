import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TedRecord } from '@ted/messaging';
import { createLogger, LiveSettings } from '@ted/platform';
import { Recorder } from './recorder.ts';

/** The thread as it is built: a worker thread does not run TypeScript. */
const THREAD = new URL('../../dist/outbox-thread.js', import.meta.url);

const sample = (minute: number): TedRecord => ({
  kind: 'system_sample',
  v: 1,
  feed: 'simulated',
  created_at: minute,
  ingest_id: 'ingest',
  minute,
  avg_latency_ms: null,
  updates: 0,
  websocket_disconnects: 0,
  errors_logged: 0,
});

const open: Recorder[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((recorder) => recorder.close()));
});

async function openRecorder(folder: string, thread = new Worker(THREAD)): Promise<Recorder> {
  const recorder = new Recorder(
    thread,
    // Nobody listens there: what is recorded stays.
    {
      folder,
      feeds: ['simulated'],
      redisUrl: 'redis://127.0.0.1:1',
      queuePrefix: '{test}',
      maxBytes: 10_000_000,
    },
    new LiveSettings(join(folder, '.env'), {}),
    createLogger('test', { level: 'error', format: 'text' }),
    (error) => {
      throw error;
    },
  );
  await recorder.ready();
  open.push(recorder);
  return recorder;
}

it('counts a record as pending from the moment it is taken, and again after a restart [defect 9]', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ted-recorder-'));
  writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=true\n');
  const before = await openRecorder(folder);
  before.take([1, 2, 3].map(sample));
  expect(before.status.pending).toBe(3);
  before.take([sample(4)]);
  expect(before.status.pending).toBe(4);
  await open.pop()!.close();

  const after = await openRecorder(folder);
  expect(after.outboxId).toBe(before.outboxId);
  after.take([sample(5)]);
  expect(after.status.pending).toBe(5);
});

it('says how long the disk has kept the oldest record waiting, until it is accepted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ted-recorder-'));
  writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=true\n');
  const thread = new Worker(THREAD);
  const recorder = await openRecorder(folder, thread);
  expect(recorder.status.accepting_ms).toBeNull();
  recorder.take([sample(1)]);
  const begin = performance.now();
  while (performance.now() - begin < 20);
  // Nothing that the thread says has been heard yet.
  expect(recorder.status.accepting_ms).toBeGreaterThanOrEqual(20);
  while (recorder.status.accepting_ms !== null) await once(thread, 'message');
});

it('gives back the newest checkpoint after a restart, also one that was taken while persistence was off', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ted-recorder-'));
  const envFile = join(folder, '.env');
  writeFileSync(envFile, 'PERSISTENCE_ENABLED=true\n');
  const before = await openRecorder(folder);
  expect(before.takeCheckpoint('simulated')).toEqual({ memory: null, running: null });
  before.take([sample(1)], { feed: 'simulated', memory: 'learnt', running: 'first' });
  await open.pop()!.close();

  writeFileSync(envFile, 'PERSISTENCE_ENABLED=false\n');
  const off = await openRecorder(folder);
  expect(off.takeCheckpoint('simulated')).toEqual({ memory: 'learnt', running: 'first' });
  off.take([sample(2)], { feed: 'simulated', running: 'second' });
  expect(off.status.pending).toBe(1); // the record waits in memory, not in the outbox
  await open.pop()!.close();

  const after = await openRecorder(folder);
  expect(after.takeCheckpoint('simulated')).toEqual({ memory: 'learnt', running: 'second' });
  expect(after.status.pending).toBe(1);
});
