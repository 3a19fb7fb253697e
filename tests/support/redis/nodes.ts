import { eventually } from '../wait.ts';
import type { RedisNode } from './node.ts';

/** A Redis of several servers, of which one is the master of TED's keys. */
export interface RedisNodes {
  url: string;
  /** All servers, without sentinels. */
  nodes: readonly RedisNode[];
  /** Those and whoever watches them. */
  all: readonly RedisNode[];
  /** Rejects while they do not agree. */
  master: () => Promise<RedisNode>;
  replicasOf: (master: RedisNode) => Promise<RedisNode[]>;
  /** Resolves when another node than this one is the master. */
  untilFailover: (from: RedisNode) => Promise<RedisNode>;
  /** Resolves when every node is there and does what it should. */
  untilWhole: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Waits until `master` names another node than this one. */
export function untilAnother<Node extends RedisNode>(
  master: () => Promise<Node>,
  than: RedisNode,
): Promise<Node> {
  return eventually('another master', master, (node) => node !== than, 60_000);
}
