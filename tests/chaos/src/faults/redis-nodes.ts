import type { RedisNode } from '../../../support/redis/node.ts';
import type { RedisNodes } from '../../../support/redis/nodes.ts';
import { NotPossible, type Chaos, type Inject } from '../chaos.ts';
import { pause, untilDone } from '../wait.ts';
import { signal } from './processes.ts';

function nodesOf({ nodes }: Chaos): RedisNodes {
  if (!nodes) throw new NotPossible('there is one Redis in this topology');
  return nodes;
}

const masterOf = (nodes: RedisNodes): Promise<RedisNode> => untilDone('the master', () => nodes.master());
const after = (from: number): string => `${((Date.now() - from) / 1000).toFixed(1)} s`;

/** kill -9 of the master. Another one takes over; it comes back as a replica. */
export const killMaster: Inject = async (chaos) => {
  const nodes = nodesOf(chaos);
  const master = await masterOf(nodes);
  const from = Date.now();
  await master.process.kill();
  const next = await nodes.untilFailover(master);
  const note = `${master.name}; ${next.name} took over after ${after(from)}`;
  const until = Date.now();
  await master.process.restart();
  await nodes.untilWhole();
  return { from, to: from, until, note };
};

/** SIGSTOP of the master for longer than the others wait. */
export const stopMaster: Inject = async (chaos, durationMs) => {
  const nodes = nodesOf(chaos);
  const master = await masterOf(nodes);
  const from = Date.now();
  signal(master.process.pid, 'SIGSTOP');
  try {
    await pause(chaos, durationMs);
  } finally {
    signal(master.process.pid, 'SIGCONT');
  }
  const next = await untilDone('a master', () => nodes.master());
  const until = Date.now();
  await nodes.untilWhole();
  return { from, to: from, until, note: `${master.name}; then ${next.name} was the master` };
};

/** The master of TED's keys and its replica are gone: nobody can take over until they are back. */
export const killPair: Inject = async (chaos, durationMs) => {
  const nodes = nodesOf(chaos);
  const master = await masterOf(nodes);
  const pair = [master, ...(await nodes.replicasOf(master))];
  const from = Date.now();
  await Promise.all(pair.map(({ process }) => process.kill()));
  // Also a run that is being ended starts them again, so that TED can stop in order.
  await pause(chaos, durationMs).catch(() => undefined);
  await Promise.all(pair.map(({ process }) => process.restart()));
  const to = Date.now();
  await nodes.untilWhole();
  return { from, to, note: pair.map(({ name }) => name).join(' and ') };
};

/**
 * The master is cut off by a network that stalls, and comes back. `peers`: only from the other servers, so that TED still reaches a
 * master that is none any more.
 */
const cutMaster =
  (whom: 'all' | 'peers'): Inject =>
  async (chaos, durationMs) => {
    const nodes = nodesOf(chaos);
    const master = await masterOf(nodes);
    const peers = nodes.all.filter((node) => node !== master);
    const fromPeers = (address: string) => peers.some((peer) => peer.address === address);
    const from = Date.now();
    const ends = [
      ...master.wires.map((wire) => wire.stall(whom === 'all' ? undefined : fromPeers)),
      ...peers
        .flatMap(({ wires }) => wires)
        .map((wire) => wire.stall((address) => address === master.address)),
    ];
    try {
      await pause(chaos, durationMs);
    } finally {
      for (const end of ends) end();
    }
    const next = await untilDone('a master', () => nodes.master());
    const until = Date.now();
    await nodes.untilWhole();
    return { from, to: from, until, note: `${master.name}; then ${next.name} was the master` };
  };

export const cutMasterFromAll = cutMaster('all');
export const cutMasterFromPeers = cutMaster('peers');
