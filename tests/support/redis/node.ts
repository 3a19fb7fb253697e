import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedis } from '../../../packages/cli/src/stack/redis.ts';
import { endsWithParent } from '../../../packages/cli/src/stack/parent-death.ts';
import { freePort } from '../../../packages/cli/src/free-port.ts';
import { StoreProcess } from '../stores.ts';
import { Wire } from '../wire.ts';

/** A Redis server of several. All others reach it through its wire, and it goes out from an address of its own. */
export interface RedisNode {
  name: string;
  process: StoreProcess;
  wire: Wire;
  /** All wires to it. */
  wires: readonly Wire[];
  /** Where its own connections come from. */
  address: string;
  /** A connection of the harness's own, past the wire. It fails fast. */
  client: Redis;
  stop: () => Promise<void>;
}

type Settings = Record<string, string | number>;

/**
 * Starts a node in a folder of its own.
 * @param settings its options beside address and folder, by its port and that of its wire
 * @param options `args`: before the settings; `ready`: the line that it says then
 */
export async function startNode(
  folder: string,
  name: string,
  address: string,
  settings: (ports: { port: number; wire: number }) => Settings,
  { args = [], ready = /Ready to accept connections/ }: { args?: string[]; ready?: RegExp } = {},
): Promise<RedisNode> {
  const source = await findRedis({}, () => undefined);
  if (source.kind === 'url') throw new Error('it needs a redis-server on this machine');
  const port = await freePort();
  const wire = await Wire.before(port);
  const dir = join(folder, name);
  mkdirSync(dir, { recursive: true });
  const all: Settings = {
    bind: '127.0.0.1',
    port,
    dir,
    'bind-source-addr': address,
    ...settings({ port, wire: wire.port }),
  };
  const list = Object.entries(all).flatMap(([key, value]) => [`--${key}`, ...String(value).split(' ')]);
  const process = await StoreProcess.start({
    name,
    stage: 'stores',
    launch: () => ({
      ...endsWithParent(source.program, [...args, ...list]),
      env: globalThis.process.env,
      ready: { line: ready, url: `redis://127.0.0.1:${port}` },
    }),
  });
  const client = new Redis(port, '127.0.0.1', {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 2000,
    retryStrategy: () => 200,
  });
  client.on('error', () => undefined);
  return {
    name,
    process,
    wire,
    wires: [wire],
    address,
    client,
    stop: async () => {
      client.disconnect();
      await process.stop();
      await wire.close();
    },
  };
}
