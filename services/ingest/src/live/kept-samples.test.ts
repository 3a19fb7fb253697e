import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordOf } from '@ted/messaging';
import { KeptSamples } from './kept-samples.ts';

const MINUTE = 60_000;
const sample = (minute: number, persistence_enabled = false): RecordOf<'system_sample'> => ({
  kind: 'system_sample',
  v: 1,
  feed: 'simulated',
  created_at: minute * MINUTE,
  ingest_id: 'ingest',
  minute: minute * MINUTE,
  avg_latency_ms: 0.5,
  updates: 240,
  websocket_disconnects: 0,
  errors_logged: 1,
  persistence_enabled,
});
const newFile = () => join(mkdtempSync(join(tmpdir(), 'ted-kept-')), 'system-samples.ndjson');

it('keeps what was sampled while off over a restart, also behind half a line of a killed process', () => {
  const file = newFile();
  new KeptSamples(file).note([sample(1)]);
  appendFileSync(file, '{"kind":"system_sam\n');
  new KeptSamples(file).note([sample(2)]);
  expect(new KeptSamples(file).read(3 * MINUTE)).toEqual([sample(1), sample(2)]);
});

it('keeps a day, and its file no more than two', () => {
  const file = newFile();
  const kept = new KeptSamples(file);
  for (let minute = 1; minute <= 5000; minute++) kept.note([sample(minute)]);
  expect(readFileSync(file, 'utf8').trim().split('\n').length).toBeLessThanOrEqual(2880);
  const read = kept.read(5000 * MINUTE);
  expect(read).toHaveLength(1440);
  expect(read.at(-1)).toEqual(sample(5000));
});

it('lets them go once storing is on, and takes a disk that takes nothing', () => {
  const file = newFile();
  const kept = new KeptSamples(file);
  kept.note([sample(1)]);
  kept.note([sample(2, true)]);
  expect(existsSync(file)).toBe(false);
  expect(() => new KeptSamples('/proc/nowhere/file').note([sample(1)])).not.toThrow();
});
