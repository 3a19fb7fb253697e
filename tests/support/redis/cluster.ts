import { freePort } from '../../../packages/cli/src/free-port.ts';
import { temporaryFolder } from '../stores.ts';
import { eventually } from '../wait.ts';
import { Wire } from '../wire.ts';
import { startNode, type RedisNode } from './node.ts';
import { untilAnother, type RedisNodes } from './nodes.ts';

const MASTERS = 3;
const SLOTS = 16384;
/** A node that has not answered for so long is failing. */
const NODE_TIMEOUT_MS = 2500;

/** A node of a cluster, with the second wire that the nodes talk to each other over. */
interface ClusterNode extends RedisNode {
  id: string;
  bus: Wire;
}

/** Three masters with a replica each, every node behind wires of its own. */
export class RedisCluster implements RedisNodes {
  readonly nodes: ClusterNode[];
  readonly #key: string;

  private constructor(nodes: ClusterNode[], key: string) {
    this.nodes = nodes;
    this.#key = key;
  }

  get all(): ClusterNode[] {
    return this.nodes;
  }

  /**
   * Resolves when all slots are served and every master has its replica.
   * @param key whose master is meant by `master`
   */
  static async start(key: string, folder = temporaryFolder('cluster')): Promise<RedisCluster> {
    const nodes = await Promise.all(
      Array.from({ length: 2 * MASTERS }, (_, i) => startClusterNode(folder, i)),
    );
    const masters = nodes.slice(0, MASTERS);
    for (const [i, { client }] of masters.entries()) {
      const from = Math.round((i * SLOTS) / MASTERS);
      const to = Math.round(((i + 1) * SLOTS) / MASTERS) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1);
    }
    const [first, ...others] = nodes;
    for (const { wire, bus } of others)
      await first!.client.call('CLUSTER', 'MEET', '127.0.0.1', wire.port, bus.port);
    await eventually(
      'all nodes know each other',
      () => Promise.all(nodes.map(({ client }) => client.cluster('INFO'))),
      (infos) => infos.every((info) => String(info).includes(`cluster_known_nodes:${nodes.length}`)),
      30_000,
    );
    for (const [i, node] of nodes.slice(MASTERS).entries())
      await eventually(
        'a replica',
        () => node.client.cluster('REPLICATE', masters[i]!.id),
        (answer) => answer === 'OK',
      );
    const cluster = new RedisCluster(nodes, key);
    await cluster.untilWhole();
    return cluster;
  }

  get url(): string {
    return `redis-cluster://${this.nodes.map(({ wire }) => `127.0.0.1:${wire.port}`).join(',')}`;
  }

  /** The master of the slot that holds the key, as most nodes see it. */
  async master(): Promise<ClusterNode> {
    const slot = Number(await this.#any((node) => node.client.cluster('KEYSLOT', this.#key)));
    const views = await Promise.all(this.nodes.map((node) => slotMaster(node, slot)));
    const votes = (node: ClusterNode): number => views.filter((id) => id === node.id).length;
    const [first] = [...this.nodes].sort((a, b) => votes(b) - votes(a));
    if (!first || votes(first) < MASTERS) throw new Error('the nodes do not agree on a master');
    return first;
  }

  /** The replicas that follow this master now. */
  async replicasOf(master: RedisNode): Promise<ClusterNode[]> {
    const { id } = this.nodes.find((node) => node === master)!;
    const lines = String(await master.client.cluster('NODES')).split('\n');
    return this.nodes.filter((node) =>
      lines.some((line) => line.startsWith(node.id) && line.includes(`slave ${id}`)),
    );
  }

  untilFailover(from: RedisNode): Promise<ClusterNode> {
    return untilAnother(() => this.master(), from);
  }

  /** Waits until every node says that all slots are served, and none is failing or without its link. */
  async untilWhole(): Promise<void> {
    await eventually(
      'the cluster is whole',
      () =>
        Promise.all(
          this.nodes.map(async ({ client }) => {
            const [info, nodes, replication] = await Promise.all([
              client.cluster('INFO').then(String),
              client.cluster('NODES').then(String),
              client.info('replication'),
            ]);
            const followers = nodes.split('\n').filter((line) => line.includes('slave')).length;
            return (
              info.includes('cluster_state:ok') &&
              info.includes(`cluster_slots_ok:${SLOTS}`) &&
              !/fail|disconnected|handshake/.test(nodes) &&
              followers === MASTERS &&
              !replication.includes('master_link_status:down')
            );
          }),
        ),
      (views) => views.every(Boolean),
      60_000,
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** The answer of any node that gives one. */
  #any<T>(ask: (node: ClusterNode) => Promise<T>): Promise<T> {
    return Promise.any(this.nodes.map(ask));
  }
}

async function startClusterNode(folder: string, i: number): Promise<ClusterNode> {
  const busPort = await freePort();
  const bus = await Wire.before(busPort);
  const node = await startNode(folder, `redis-${i}`, `127.2.0.${i + 1}`, ({ wire }) => ({
    'cluster-enabled': 'yes',
    'cluster-port': busPort,
    'cluster-node-timeout': NODE_TIMEOUT_MS,
    'cluster-announce-ip': '127.0.0.1',
    'cluster-announce-port': wire,
    'cluster-announce-bus-port': bus.port,
    'cluster-replica-validity-factor': 0,
    'repl-timeout': 5,
    'repl-ping-replica-period': 1,
    'repl-diskless-sync-delay': 0,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '""',
    'maxmemory-policy': 'noeviction',
  }));
  const stop = async (): Promise<void> => {
    await node.stop();
    await bus.close();
  };
  const id = await eventually(
    'the id of a node',
    () => node.client.cluster('MYID'),
    (answer) => typeof answer === 'string',
  );
  return { ...node, bus, wires: [node.wire, bus], id: String(id), stop };
}

async function slotMaster({ client }: RedisNode, slot: number): Promise<string | undefined> {
  try {
    const ranges = await client.cluster('SLOTS');
    return ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[2];
  } catch {
    return undefined;
  }
}
