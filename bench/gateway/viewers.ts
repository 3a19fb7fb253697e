import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { startMongo, startRedis, temporaryFolder } from '../../tests/support/stores.ts';
import { ROOT } from '../../tests/support/ted.ts';
import { figure, type Figure, type Length } from '../figure.ts';
import { processorSeconds } from '../process-usage.ts';
import { Process } from '../processes.ts';
import { quantile } from '../quantile.ts';
import type { ClientsOptions, ClientsResult } from './children/ws-clients.ts';
import { stateOfARunningTed } from './state-of-a-running-ted.ts';

const CLIENTS = 1000;
const PER_SECOND = 20;
const GATEWAYS = [1, 2, 4];
const SECONDS = { short: 5, long: 20 };
const SETTLE_MS = 1000;
/** Times that a client's gateway is killed. */
const KILLS = { short: 5, long: 20 };

/**
 * The same 1,000 clients spread over 1, 2 and 4 gateways of one ingest, and what a client sees whose gateway is killed. A client goes
 * to the next gateway by itself: a proxy before them would only be measured too.
 */
export async function* measureViewers(say: (line: string) => void, length: Length): AsyncGenerator<Figure> {
  const folder = temporaryFolder('bench-viewers');
  const state = await stateOfARunningTed(say);
  const stores = await Promise.all([startMongo(folder), startRedis(folder)]);
  const processes: Process[] = [];
  try {
    writeFileSync(join(folder, '.env'), 'PERSISTENCE_ENABLED=false\n');
    const ingest = await Process.child<{ url: string }>('fakeIngest', { state });
    processes.push(ingest.process);
    const startGateway = async () => {
      const gateway = await Process.fork<{ url: string }>(
        join(ROOT, 'services/api-gateway/dist/main.js'),
        [],
        {
          TED_ENV_FILE: join(folder, '.env'),
          INGEST_URL: ingest.word.url,
          MONGO_URL: stores[0].url,
          REDIS_URL: stores[1].url,
          FEED_NAME: 'simulated',
          GATEWAY_PORT: '0',
          MAX_WEBSOCKET_CONNECTIONS: String(CLIENTS + 10),
        },
      );
      processes.push(gateway.process);
      return { process: gateway.process, url: gateway.word.url };
    };
    const gateways: { process: Process; url: string }[] = [];
    for (const count of GATEWAYS) {
      while (gateways.length < count) gateways.push(await startGateway());
      say(`${CLIENTS} clients at ${count} gateways`);
      yield* measureSpread(gateways, ingest.process, SECONDS[length]);
    }
    say('killing gateways');
    yield* measureKills(startGateway, ingest.process, KILLS[length]);
  } finally {
    for (const process of processes.reverse()) await process.stop();
    for (const store of stores) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* measureSpread(
  gateways: readonly { process: Process; url: string }[],
  ingest: Process,
  seconds: number,
): AsyncGenerator<Figure> {
  const clients = CLIENTS / gateways.length;
  const groups = await Promise.all(
    gateways.map(({ url }) => Process.child('wsClients', { url, clients } satisfies ClientsOptions)),
  );
  ingest.tell({ perSecond: PER_SECOND });
  await pause(SETTLE_MS);
  for (const { process } of groups) process.tell({ begin: true });
  const cpu = () => gateways.reduce((sum, { process }) => sum + 1000 * processorSeconds(process.pid), 0);
  const [cpuBefore, began] = [cpu(), performance.now()];
  await pause(seconds * 1000);
  const cores = (cpu() - cpuBefore) / (performance.now() - began);
  const results = await Promise.all(
    groups.map(({ process }) => process.ask<ClientsResult>({ begin: false })),
  );
  ingest.tell({ perSecond: 0 });
  for (const { process } of groups) await process.stop();
  const delivered = results.reduce((sum, result) => sum + result.messages / result.seconds, 0);
  const name = `${CLIENTS} clients, ${gateways.length} gateways`;
  yield figure(`${name}: delivered`, delivered, 'messages/s', { reference: CLIENTS * PER_SECOND });
  yield figure(
    `${name}: p99 ingest→client`,
    quantile(
      results.flatMap(({ ages }) => ages).sort((a, b) => a - b),
      0.99,
    ),
    'ms',
  );
  yield figure(`${name}: CPU of all gateways`, cores * 100, '% of a core');
}

/** Kills the gateway of a client that resumes at another one: how long it sees nothing, and what it never sees. */
async function* measureKills(
  startGateway: () => Promise<{ process: Process; url: string }>,
  ingest: Process,
  kills: number,
): AsyncGenerator<Figure> {
  const [gaps, missed]: [number[], number[]] = [[], []];
  ingest.tell({ perSecond: PER_SECOND });
  const stays = await startGateway();
  await pause(SETTLE_MS);
  for (let kill = 0; kill < kills; kill++) {
    const goes = await startGateway();
    const seen: number[] = [];
    const first = await follow(goes.url, seen);
    while (seen.length < 5) await once(first.socket, 'message');
    const killed = performance.now();
    goes.process.kill();
    await once(first.socket, 'close');
    const second = await follow(stays.url, seen, `resume ${seen.at(-1)} ${first.run()}`);
    gaps.push(performance.now() - killed);
    while (seen.length < 20) await once(second.socket, 'message');
    second.socket.terminate();
    const numbers = new Set(seen);
    missed.push(Math.max(...seen) - Math.min(...seen) + 1 - numbers.size);
  }
  ingest.tell({ perSecond: 0 });
  yield figure(
    'gateway killed: until the client is served again',
    quantile(
      gaps.sort((a, b) => a - b),
      0.5,
    ),
    'ms',
  );
  yield figure('gateway killed: updates that the client never sees', Math.max(...missed), 'updates', {
    wanted: { most: 1 },
  });
}

/** Watches from the first message on, and collects the numbers of the updates. */
async function follow(url: string, seen: number[], ask?: string) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/ws`);
  let run = '';
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; seq: number; run: string };
    run = message.run;
    if (message.type === 'update') seen.push(message.seq);
  });
  await once(socket, 'open');
  if (ask !== undefined) socket.send(ask);
  await once(socket, 'message');
  return { socket, run: () => run };
}
