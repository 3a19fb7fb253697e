import { once } from 'node:events';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { startMongo, startRedis, temporaryFolder } from '../../tests/support/stores.ts';
import { ROOT } from '../../tests/support/ted.ts';
import { alternate, medians } from '../alternate.ts';
import { figure, type Figure, type Length } from '../figure.ts';
import { Process } from '../processes.ts';
import { quantile } from '../quantile.ts';
import type { ClientsOptions, ClientsResult } from './children/ws-clients.ts';
import { measureMessageCost } from './message-cost.ts';
import { stateOfARunningTed } from './state-of-a-running-ted.ts';

const CLIENTS = 1000;
const RATES = [4, 100];
const SECONDS = { short: 1, long: 5 };
/** Until a change of the rate has reached everybody, and what was sent at the other side before has come. */
const SETTLE_MS = 500;

/** Updates to 1,000 clients: the gateway's, and a bare ws broadcast's of the same bytes, in turns. */
export async function* measureFanOut(say: (line: string) => void, length: Length): AsyncGenerator<Figure> {
  const folder = temporaryFolder('bench-fan-out');
  const state = await stateOfARunningTed(say);
  yield* measureMessageCost(state);
  const stores = await Promise.all([startMongo(folder), startRedis(folder)]);
  const processes: Process[] = [];
  const started = async <T>(start: Promise<{ process: Process; word: T }>) => {
    const { process, word } = await start;
    processes.push(process);
    return { process, word };
  };
  try {
    writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=false\n');
    const ingest = await started(Process.child<{ url: string }>('fakeIngest', { state }));
    const gateway = await started(
      Process.fork<{ url: string }>(join(ROOT, 'services/api-gateway/dist/main.js'), [], {
        TED_ENV_FILE: join(folder, '.env'),
        INGEST_URL: ingest.word.url,
        MONGO_URL: stores[0].url,
        REDIS_URL: stores[1].url,
        FEED_NAME: 'simulated',
        GATEWAY_PORT: '0',
        MAX_WEBSOCKET_CONNECTIONS: String(CLIENTS + 10),
      }),
    );
    const message = await anUpdate(gateway.word.url, ingest.process);
    say(`an update has ${Buffer.byteLength(message)} bytes`);
    yield figure('tick message', Buffer.byteLength(message), 'bytes', { wanted: { most: 4097 } });
    const bare = await started(Process.child<{ url: string }>('bareWs', { message }));
    const sides = [
      { source: bare.process, clients: await clientsOf(bare.word.url) },
      { source: ingest.process, clients: await clientsOf(gateway.word.url) },
    ] as const;
    processes.push(...sides.map(({ clients }) => clients));
    for (const [i, rate] of RATES.entries())
      yield* measureRate(rate, SECONDS[length], sides, i === 0 ? 1 : 0);
  } finally {
    for (const process of processes.reverse()) await process.stop();
    for (const store of stores) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Side {
  source: Process;
  clients: Process;
}

async function* measureRate(
  rate: number,
  seconds: number,
  [bare, ours]: readonly [Side, Side],
  warmUps: number,
): AsyncGenerator<Figure> {
  const turns = await alternate(
    {
      ours: () => measureSide(ours, rate, seconds),
      reference: () => measureSide(bare, rate, seconds),
    },
    { warmUps },
  );
  const delivered = medians(turns, (result) => result.messages / result.seconds);
  const p99 = medians(turns, ({ ages }) => quantile(ages, 0.99));
  const name = `${CLIENTS} clients at ${rate}/s`;
  yield figure(`${name}: delivered`, delivered.ours, 'messages/s', {
    wanted: { leastRatio: 0.8 },
    reference: delivered.reference,
  });
  yield figure(`${name}: p99 feed→client`, p99.ours, 'ms', {
    ...(rate === 4 && { wanted: { most: 50 } }),
    reference: p99.reference,
  });
  const lost = turns.ours.at(-1)!.lost;
  yield figure(`${name}: clients dropped`, lost, 'clients', { reference: turns.reference.at(-1)!.lost });
}

async function measureSide({ source, clients }: Side, rate: number, seconds: number): Promise<ClientsResult> {
  source.tell({ perSecond: rate });
  await pause(SETTLE_MS);
  clients.tell({ begin: true });
  await pause(seconds * 1000);
  const result = await clients.ask<ClientsResult>({ begin: false });
  source.tell({ perSecond: 0 });
  return result;
}

async function clientsOf(url: string): Promise<Process> {
  const options: ClientsOptions = { url, clients: CLIENTS };
  return (await Process.child('wsClients', options)).process;
}

/** An update as the gateway sends it. */
async function anUpdate(gatewayUrl: string, ingest: Process): Promise<string> {
  const socket = new WebSocket(`${gatewayUrl.replace(/^http/, 'ws')}/api/ws`);
  ingest.tell({ perSecond: 10 });
  try {
    for (;;) {
      const [data] = (await once(socket, 'message')) as [Buffer];
      const text = data.toString('utf8');
      if (text.startsWith('{"type":"update"')) return text;
    }
  } finally {
    ingest.tell({ perSecond: 0 });
    socket.terminate();
  }
}
