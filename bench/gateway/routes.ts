import { rmSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import { startMongo, temporaryFolder } from '../../tests/support/stores.ts';
import { Ted } from '../../tests/support/ted.ts';
import { eventually } from '../../tests/support/wait.ts';
import { alternate, medians } from '../alternate.ts';
import { figure, type Figure, type Length } from '../figure.ts';
import { Process } from '../processes.ts';
import type { HttpLoad, HttpResult } from './children/http-load.ts';
import { seedPredictions } from './seed.ts';

const PATHS = ['/api/status', '/api/prediction-history', '/api/persistence/metrics?hours=24'];
const PREDICTIONS = { short: 100_000, long: 1_000_000 };
const CONNECTIONS = 50;
const SECONDS = { short: 1, long: 4 };

/** Requests a second of a whole running TED, beside a bare express route that answers with the same bytes. */
export async function* measureRoutes(say: (line: string) => void, length: Length): AsyncGenerator<Figure> {
  const predictions = PREDICTIONS[length];
  const folder = temporaryFolder('bench-gateway');
  const mongo = await startMongo(folder);
  const client = await MongoClient.connect(mongo.url);
  const db = client.db('rugs_tracker');
  let ted: Ted | undefined;
  const processes: Process[] = [];
  try {
    await seedPredictions(`${mongo.url}/rugs_tracker`, db, predictions, say);
    say('starting TED; its worker computes the hours that lie behind');
    ted = await Ted.up({ processEnv: { MONGO_URL: mongo.url, RATE_LIMIT_PER_MINUTE: '100000000' } });
    const hours = Math.floor((predictions * 2.5) / 3600);
    await eventually(
      'hours computed',
      () => db.collection('metrics_hourly').countDocuments(),
      (n) => n >= hours,
      300_000,
    );
    const { gateway_url } = ted.stack;
    const urls = PATHS.map((path) => `${gateway_url}${path}`);
    const bare = await Process.child<{ url: string }>('bareHttp', { from: urls });
    processes.push(bare.process);
    const load = await Process.child('httpLoad', {});
    processes.push(load.process);
    for (const path of PATHS)
      yield* measureRoute(path, SECONDS[length], gateway_url, bare.word.url, load.process);
  } finally {
    for (const process of processes) await process.stop();
    await ted?.stop();
    await client.close();
    await mongo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* measureRoute(
  path: string,
  seconds: number,
  gatewayUrl: string,
  bareUrl: string,
  load: Process,
): AsyncGenerator<Figure> {
  const ask = (base: string) =>
    load.ask<HttpResult>({ url: `${base}${path}`, connections: CONNECTIONS, seconds } satisfies HttpLoad);
  const turns = await alternate({ ours: () => ask(gatewayUrl), reference: () => ask(bareUrl) });
  const rate = medians(turns, ({ perSecond }) => perSecond);
  yield figure(`GET ${path}`, rate.ours, 'requests/s', {
    wanted: { leastRatio: 0.6 },
    reference: rate.reference,
  });
  const p99 = medians(turns, (result) => result.p99);
  yield figure(`GET ${path}: p99 at ${CONNECTIONS} connections`, p99.ours, 'ms', {
    wanted: { most: 25 },
    reference: p99.reference,
  });
  const failures = turns.ours.reduce((sum, result) => sum + result.failures, 0);
  yield figure(`GET ${path}: failed requests`, failures, 'requests', { wanted: { most: 1 } });
}
