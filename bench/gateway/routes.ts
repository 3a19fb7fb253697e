import { rmSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import { startMongo, temporaryFolder } from '../../tests/support/stores.ts';
import { Ted } from '../../tests/support/ted.ts';
import { eventually } from '../../tests/support/wait.ts';
import { figure, type Figure } from '../figure.ts';
import { Process } from '../processes.ts';
import { quantile } from '../quantile.ts';
import type { HttpLoad, HttpResult } from './children/http-load.ts';
import { seedPredictions } from './seed.ts';

const PATHS = ['/api/status', '/api/prediction-history', '/api/persistence/metrics?hours=24'];
const PREDICTIONS = Number(process.env.BENCH_PREDICTIONS ?? 1_000_000);
const CONNECTIONS = 50;
const SECONDS = 4;
const ROUNDS = 3;

/** Requests a second of a whole running TED, beside a bare express route that answers with the same bytes. */
export async function* measureRoutes(say: (line: string) => void): AsyncGenerator<Figure> {
  const folder = temporaryFolder('bench-gateway');
  const mongo = await startMongo(folder);
  const client = await MongoClient.connect(mongo.url);
  const db = client.db('rugs_tracker');
  let ted: Ted | undefined;
  const processes: Process[] = [];
  try {
    await seedPredictions(`${mongo.url}/rugs_tracker`, db, PREDICTIONS, say);
    say('starting TED; its worker computes the hours that lie behind');
    ted = await Ted.up({ processEnv: { MONGO_URL: mongo.url, RATE_LIMIT_PER_MINUTE: '100000000' } });
    const hours = Math.floor((PREDICTIONS * 2.5) / 3600);
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
    for (const path of PATHS) yield* measureRoute(path, gateway_url, bare.word.url, load.process, say);
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
  gatewayUrl: string,
  bareUrl: string,
  load: Process,
  say: (line: string) => void,
): AsyncGenerator<Figure> {
  say(`GET ${path}: ${ROUNDS} rounds of ${SECONDS} s each, in turns`);
  const ask = (base: string, seconds: number) =>
    load.ask<HttpResult>({ url: `${base}${path}`, connections: CONNECTIONS, seconds } satisfies HttpLoad);
  const [ours, bares]: [HttpResult[], HttpResult[]] = [[], []];
  for (const base of [bareUrl, gatewayUrl]) await ask(base, 2);
  for (let round = 0; round < ROUNDS; round++) {
    bares.push(await ask(bareUrl, SECONDS));
    ours.push(await ask(gatewayUrl, SECONDS));
  }
  const median = (results: HttpResult[], of: (r: HttpResult) => number) => quantile(results.map(of), 0.5);
  yield figure(
    `GET ${path}`,
    median(ours, (r) => r.perSecond),
    'requests/s',
    {
      wanted: { leastRatio: 0.6 },
      reference: median(bares, (r) => r.perSecond),
    },
  );
  yield figure(
    `GET ${path}: p99 at ${CONNECTIONS} connections`,
    median(ours, (r) => r.p99),
    'ms',
    {
      wanted: { most: 25 },
      reference: median(bares, (r) => r.p99),
    },
  );
  const failures = ours.reduce((sum, r) => sum + r.failures, 0);
  yield figure(`GET ${path}: failed requests`, failures, 'requests', { wanted: { most: 1 } });
}
