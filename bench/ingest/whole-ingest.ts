import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createLogger, LiveSettings, Metrics } from '@ted/platform';
import { FeedClient } from '../../services/ingest/src/feed/feed-client.ts';
import { Ingest, type Broadcast } from '../../services/ingest/src/ingest.ts';
import { IngestMetrics } from '../../services/ingest/src/metrics.ts';
import { Recorder } from '../../services/ingest/src/outbox/recorder.ts';
import { ROOT } from '../../tests/support/ted.ts';
import { temporaryFolder } from '../../tests/support/stores.ts';

/** A whole ingest in this process, which is handed its updates instead of listening to a feed. Persistence is off. */
export class WholeIngest {
  readonly #feed = new FeedClient('http://127.0.0.1:1', { endless: false });
  readonly #folder: string;
  readonly #recorder: Recorder;

  private constructor(folder: string, recorder: Recorder) {
    this.#folder = folder;
    this.#recorder = recorder;
  }

  /** @param broadcast is told everything that gateways are told */
  static async start(broadcast: Broadcast): Promise<WholeIngest> {
    const folder = temporaryFolder('bench-ingest');
    writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=false\n');
    const live = new LiveSettings(join(folder, '.env'), {});
    const logger = createLogger('bench', { level: 'error', format: 'text' });
    const recorder = new Recorder(
      new Worker(new URL(`file://${join(ROOT, 'services/ingest/dist/outbox-thread.js')}`)),
      {
        folder,
        feeds: ['simulated'],
        redisUrl: 'redis://127.0.0.1:1',
        queuePrefix: '{bench}',
        maxBytes: 100_000_000,
      },
      live,
      logger,
      (error) => {
        throw error;
      },
    );
    await recorder.ready();
    const whole = new WholeIngest(folder, recorder);
    const ingest = new Ingest(
      {
        feed: 'simulated',
        feedKind: 'simulated',
        ingestId: recorder.outboxId,
        model: 'mixture-3',
        sideBet: { windowTicks: 40, cooldownTicks: 4, threshold: 0.2 },
        predictionEveryTicks: 10,
        tickSampleEveryTicks: 10,
        streamFeatures: true,
        streamInfluence: true,
        quiet: true,
      },
      {
        feed: whole.#feed,
        recorder,
        live,
        logger,
        metrics: new IngestMetrics(new Metrics()),
      },
    );
    ingest.start(broadcast);
    return whole;
  }

  /** The data of a `gameStateUpdate`, as it comes out of the connection's parser. */
  take(data: unknown): void {
    this.#feed.emit('update', data);
  }

  async stop(): Promise<void> {
    this.#feed.stop();
    await this.#recorder.close();
    rmSync(this.#folder, { recursive: true });
  }
}
