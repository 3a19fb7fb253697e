import type { RedisLogin, RedisNode } from '@ted/platform';
import { Redis } from 'ioredis';
import { addressesIn, masterIn, readView, type ClusterView } from './view.ts';

/** A node that does not answer so quickly is left out. */
const ANSWER_WITHIN_MS = 1000;

export interface ClusterPlace extends RedisLogin {
  /** Some of its nodes. */
  nodes: RedisNode[];
  tls: boolean;
}

/** Searches that are under way, so that all connections of a process share one. */
const searches = new Map<string, Promise<RedisNode>>();

/** Where the master of the slot that holds the key is now. Rejects while nobody can serve it. */
export function findMaster(place: ClusterPlace, key: string): Promise<RedisNode> {
  const name = JSON.stringify([place, key]);
  let search = searches.get(name);
  if (!search) {
    search = searchMaster(place, key).finally(() => searches.delete(name));
    searches.set(name, search);
  }
  return search;
}

/** Asks all nodes at once, those that the answers name too. */
async function searchMaster(place: ClusterPlace, key: string): Promise<RedisNode> {
  const asked = new Set<string>();
  const views: ClusterView[] = [];
  let slot = 0;
  let problem = 'no node answers';
  for (let next = place.nodes; next.length > 0; next = addressesIn(views)) {
    const fresh = next.filter(({ host, port }) => {
      const name = `${host}:${port}`;
      return !asked.has(name) && asked.add(name);
    });
    if (fresh.length === 0) break;
    for (const answer of await Promise.allSettled(fresh.map((node) => ask(node, place, key)))) {
      if (answer.status === 'rejected') problem = (answer.reason as Error).message;
      else {
        views.push(answer.value.view);
        ({ slot } = answer.value);
      }
    }
    const master = masterIn(views, slot);
    if (master) return master;
  }
  if (views.length > 0) problem = `none of ${views.length} nodes serves slot ${slot}`;
  throw new Error(`No master in the Redis Cluster: ${problem}`);
}

async function ask(
  node: RedisNode,
  { tls, username, password }: ClusterPlace,
  key: string,
): Promise<{ view: ClusterView; slot: number }> {
  const redis = new Redis({
    ...node,
    connectTimeout: ANSWER_WITHIN_MS,
    commandTimeout: ANSWER_WITHIN_MS,
    disconnectTimeout: 200,
    enableReadyCheck: false,
    disableClientInfo: true,
    retryStrategy: null,
    ...(username && { username }),
    ...(password && { password }),
    ...(tls && { tls: {} }),
  });
  redis.on('error', () => undefined);
  try {
    const [slot, info, nodes] = await Promise.all([
      redis.cluster('KEYSLOT', key),
      redis.cluster('INFO'),
      redis.cluster('NODES'),
    ]);
    return { slot, view: readView(node, { info: String(info), nodes: String(nodes) }, tls) };
  } finally {
    redis.disconnect();
  }
}
