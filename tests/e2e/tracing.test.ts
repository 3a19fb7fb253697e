import { execFileSync } from 'node:child_process';
import { OtlpReceiver } from '../support/otlp-receiver.ts';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

describe('traces', () => {
  let collector: OtlpReceiver;
  let ted: Ted;
  beforeAll(async () => {
    collector = await OtlpReceiver.start();
    ted = await Ted.up({
      args: ['--speed', '40'],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    });
  });
  afterAll(async () => {
    await ted?.stop();
    collector.stop();
  });

  const named = (name: string) => collector.spans.filter((span) => span.name === name);

  it('a batch has one trace: published by ingest, taken by a worker, stored', async () => {
    const pair = () => {
      const adds = named('addBulk batches');
      const store = named('store batch').find(({ traceId }) => adds.some((add) => add.traceId === traceId));
      return store && { store, add: adds.find(({ traceId }) => traceId === store.traceId)! };
    };
    const { store, add } = (await eventually('a stored batch', pair, (found) => found !== undefined))!;
    const process = await eventually(
      'the end of its job',
      () => named('process batches').find(({ spanId }) => spanId === store.parentSpanId),
      (span) => span !== undefined,
    );
    expect(add.service).toBe('ingest');
    expect(process).toMatchObject({
      service: 'persistence-worker',
      traceId: add.traceId,
      parentSpanId: add.spanId,
    });
    expect(process!.attributes['bullmq.job.id']).toMatch(/^[0-9a-f-]{36}/);
    expect(store.service).toBe('persistence-worker');
  });

  it("BullMQ's timers make none, although they ran many times", () => {
    const roots = collector.spans.filter(({ parentSpanId }) => !parentSpanId);
    expect(
      [...new Set(roots.map(({ name }) => name))].filter((name) => !/^(add|addBulk|process)/.test(name)),
    ).toEqual([]);
  });

  it('a collector that has gone away delays nothing, and the log says so once', async () => {
    collector.stop();
    const { repository } = await ted.api('/api/persistence/status');
    await eventually(
      'more records',
      () => ted.api('/api/persistence/status'),
      (status) => status.repository.records_saved > repository.records_saved + 20,
    );
    const lines = await eventually(
      'a warning',
      () =>
        execFileSync('sh', ['-c', 'grep Traces: logs/backend.log || true'], {
          cwd: ted.data,
          encoding: 'utf8',
        }),
      (text) => text !== '',
    );
    // One of ingest, one of the worker.
    expect(lines.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});
