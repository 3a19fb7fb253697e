import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../stores.ts';
import { eventually } from '../wait.ts';
import { startNode, type RedisNode } from './node.ts';
import { untilAnother, type RedisNodes } from './nodes.ts';

const MASTER = 'ted';
const SENTINELS = 3;
/** A master that has not answered for so long is down. */
const DOWN_AFTER_MS = 2000;

/** A master, two replicas and three sentinels, each behind a wire of its own. */
export class RedisSentinels implements RedisNodes {
  readonly nodes: RedisNode[];
  readonly sentinels: RedisNode[];

  private constructor(nodes: RedisNode[], sentinels: RedisNode[]) {
    this.nodes = nodes;
    this.sentinels = sentinels;
  }

  /** Resolves when all know each other. */
  static async start(folder = temporaryFolder('sentinel')): Promise<RedisSentinels> {
    const nodes: RedisNode[] = [];
    for (const i of [0, 1, 2]) {
      const node = await startNode(folder, `redis-${i}`, `127.2.0.${i + 1}`, ({ wire }) => ({
        appendonly: 'yes',
        appendfsync: 'everysec',
        save: '""',
        'maxmemory-policy': 'noeviction',
        'replica-announce-ip': '127.0.0.1',
        'replica-announce-port': wire,
        'repl-timeout': 5,
        'repl-ping-replica-period': 1,
        'repl-diskless-sync-delay': 0,
        ...(i > 0 && { replicaof: `127.0.0.1 ${nodes[0]!.wire.port}` }),
      }));
      nodes.push(node);
    }
    const sentinels = await Promise.all(
      Array.from({ length: SENTINELS }, (_, i) => startSentinel(folder, i, nodes[0]!.wire.port)),
    );
    const all = new RedisSentinels(nodes, sentinels);
    await eventually(
      'the sentinels know each other and the replicas',
      () => Promise.all(sentinels.map(isReady)),
      (answers) => answers.every(Boolean),
      30_000,
    );
    return all;
  }

  get all(): RedisNode[] {
    return [...this.nodes, ...this.sentinels];
  }

  replicasOf(master: RedisNode): Promise<RedisNode[]> {
    return Promise.resolve(this.nodes.filter((node) => node !== master));
  }

  get url(): string {
    const hosts = this.sentinels.map(({ wire }) => `127.0.0.1:${wire.port}`);
    return `redis-sentinel://${hosts.join(',')}/${MASTER}`;
  }

  /** The node that most sentinels name as the master. */
  async master(): Promise<RedisNode> {
    const ports = await Promise.all(
      this.sentinels.map(({ client }) =>
        client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER).then(
          (answer) => Number((answer as string[])[1]),
          () => undefined,
        ),
      ),
    );
    const votes = (node: RedisNode): number => ports.filter((port) => port === node.wire.port).length;
    const [first] = [...this.nodes].sort((a, b) => votes(b) - votes(a));
    if (!first || votes(first) <= SENTINELS / 2) throw new Error('the sentinels do not agree on a master');
    return first;
  }

  /** Waits until another node than this one is the master. */
  untilFailover(from: RedisNode): Promise<RedisNode> {
    return untilAnother(() => this.master(), from);
  }

  /** Waits until all nodes are there again and both replicas follow the master. */
  async untilWhole(): Promise<void> {
    await eventually(
      'two replicas follow the master',
      async () => (await this.master()).client.info('replication'),
      (info) => (info.match(/^slave\d+:.*state=online/gm) ?? []).length === this.nodes.length - 1,
      60_000,
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((node) => node.stop()));
  }
}

/** A sentinel keeps what it knows in its own configuration file. */
async function startSentinel(folder: string, i: number, masterPort: number): Promise<RedisNode> {
  const file = join(folder, `sentinel-${i}.conf`);
  writeFileSync(
    file,
    [
      `sentinel monitor ${MASTER} 127.0.0.1 ${masterPort} 2`,
      `sentinel down-after-milliseconds ${MASTER} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${MASTER} 3000`,
      `sentinel parallel-syncs ${MASTER} 2`,
      '',
    ].join('\n'),
  );
  return startNode(
    folder,
    `sentinel-${i}`,
    `127.3.0.${i + 1}`,
    ({ wire }) => ({ 'sentinel announce-ip': '127.0.0.1', 'sentinel announce-port': wire }),
    { args: [file, '--sentinel'], ready: /\+monitor master/ },
  );
}

/** Whether this sentinel could make a replica the master now. */
async function isReady({ client }: RedisNode): Promise<boolean> {
  const master = pairs((await client.call('SENTINEL', 'MASTER', MASTER)) as string[]);
  const replicas = ((await client.call('SENTINEL', 'REPLICAS', MASTER)) as string[][]).map(pairs);
  const followers = replicas.filter(
    (replica) => replica.flags === 'slave' && replica['master-link-status'] === 'ok',
  );
  return master['num-other-sentinels'] === String(SENTINELS - 1) && followers.length === 2;
}

function pairs(list: string[]): Record<string, string> {
  return Object.fromEntries(list.flatMap((key, i) => (i % 2 === 0 ? [[key, list[i + 1]!]] : [])));
}
