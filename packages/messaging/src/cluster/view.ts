import type { RedisNode } from '@ted/platform';

/** A node's line in `CLUSTER NODES`. */
interface ClusterNode {
  id: string;
  /** As it announces itself; undefined if it does not know its own. */
  host: string | undefined;
  port: number;
  /** Higher than of whoever had its slots before it. */
  epoch: number;
  slots: [from: number, to: number][];
}

/** What one node of a cluster says, and where it was asked. */
export interface ClusterView {
  askedAt: RedisNode;
  /** Its own id. */
  id: string;
  /** Whether it serves: one that is cut off from most others does not. */
  ok: boolean;
  nodes: ClusterNode[];
}

/** `<id> <host>:<port>@<bus port>[,<hostname>[,…]] <flags> <master> <ping> <pong> <epoch> <link> <slots>…` */
const LINE =
  /^(?<id>\w+) (?<host>[^ @,]*):(?<port>\d+)(?:@\d+)?(?:,(?<hostname>[^, ]*))?\S* (?<flags>\S+) \S+ \d+ \d+ (?<epoch>\d+) \S+(?<slots>.*)$/;
/** Ranges that it has; those in brackets are on their way. */
const SLOTS = /^(?<from>\d+)(?:-(?<to>\d+))?$/;

/**
 * Reads the answers to `CLUSTER NODES` and `CLUSTER INFO`. Pure.
 * @param byName whether nodes that announce a name are called by it, as certificates are made out to names
 */
export function readView(
  askedAt: RedisNode,
  answers: { nodes: string; info: string },
  byName: boolean,
): ClusterView {
  const lines = answers.nodes
    .split('\n')
    .map((line) => LINE.exec(line.trimEnd())?.groups)
    .filter((groups) => groups !== undefined);
  return {
    askedAt,
    id: lines.find(({ flags }) => flags!.includes('myself'))?.id ?? '',
    ok: answers.info.includes('cluster_state:ok'),
    nodes: lines
      .filter(({ flags }) => !/noaddr|handshake/.test(flags!))
      .map(({ id, host, hostname, port, epoch, slots }) => ({
        id: id!,
        host: (byName && hostname) || host || undefined,
        port: Number(port),
        epoch: Number(epoch),
        slots: slots!.split(' ').flatMap((word) => {
          const range = SLOTS.exec(word)?.groups;
          return range ? [[Number(range.from), Number(range.to ?? range.from)] as [number, number]] : [];
        }),
      })),
  };
}

/** The addresses of all nodes that these views know. Pure. */
export function addressesIn(views: readonly ClusterView[]): RedisNode[] {
  return views.flatMap(({ askedAt, nodes }) =>
    nodes.map(({ host = askedAt.host, port }) => ({ host, port })),
  );
}

/**
 * The address of the slot's master: of whom the newest of all views names. Undefined while that one has not answered itself, and that
 * it serves: an old master that was cut off still names itself, and a new one may not be reachable. Pure.
 */
export function masterIn(views: readonly ClusterView[], slot: number): RedisNode | undefined {
  const masters = views
    .flatMap(({ nodes }) => nodes)
    .filter(({ slots }) => slots.some(([from, to]) => from <= slot && slot <= to));
  const [newest] = masters.sort((a, b) => b.epoch - a.epoch);
  return views.find(({ id, ok }) => ok && id === newest?.id)?.askedAt;
}
