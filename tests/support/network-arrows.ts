import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';

type LabelSelector = NonNullable<INetworkPolicy['spec']>['podSelector'];

export interface Pod {
  name: string;
  labels: Record<string, string>;
  /** Number of each named port. */
  ports: Record<string, number>;
}

/** Whether a selector finds something with these labels; an empty one finds everything. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Record<string, string>,
): boolean {
  for (const { operator } of matchExpressions)
    if (operator !== 'In') throw new Error(`operator ${operator} is not understood here`);
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values = [] }) => values.includes(labels[key] ?? ''))
  );
}

/**
 * Every connection that policies let through, given that a policy denies the rest: `from → to:port`. Between two pods both
 * ends must allow it; what is not a pod of ours is named by its namespace or address range.
 */
export function allowedArrows(policies: readonly INetworkPolicy[], pods: readonly Pod[]): string[] {
  const arrows = new Set<string>();
  for (const pod of pods) {
    const specs = policies.flatMap(({ spec }) =>
      spec && selects(spec.podSelector, pod.labels) ? [spec] : [],
    );
    for (const { to = [], ports = [] } of specs.flatMap(({ egress = [] }) => egress))
      for (const outside of to.flatMap(outsiderOf))
        for (const port of ports) arrows.add(`${pod.name} → ${outside}:${String(port.port)}`);
    for (const { from = [], ports = [] } of specs.flatMap(({ ingress = [] }) => ingress))
      for (const outside of from.flatMap(outsiderOf))
        for (const port of ports) arrows.add(`${outside} → ${pod.name}:${numberOf(port, pod)}`);
    for (const target of pods)
      for (const port of Object.values(target.ports))
        if (lets(policies, 'egress', pod, target, port) && lets(policies, 'ingress', pod, target, port))
          arrows.add(`${pod.name} → ${target.name}:${port}`);
  }
  return [...arrows].sort();
}

/** Whether the end of a connection that a direction is about allows it. */
function lets(
  policies: readonly INetworkPolicy[],
  direction: 'egress' | 'ingress',
  from: Pod,
  to: Pod,
  port: number,
): boolean {
  const [own, other] = direction === 'egress' ? [from, to] : [to, from];
  return policies.some(({ spec }) => {
    if (!spec || !selects(spec.podSelector, own.labels)) return false;
    const rules =
      direction === 'egress'
        ? (spec.egress ?? []).map(({ to: peers = [], ports = [] }) => ({ peers, ports }))
        : (spec.ingress ?? []).map(({ from: peers = [], ports = [] }) => ({ peers, ports }));
    return rules.some(
      ({ peers, ports }) =>
        peers.some(
          ({ podSelector, namespaceSelector }) =>
            podSelector && !namespaceSelector && selects(podSelector, other.labels),
        ) && ports.some((candidate) => numberOf(candidate, to) === port),
    );
  });
}

function numberOf({ port }: INetworkPolicyPort, pod: Pod): number {
  const number = typeof port === 'string' ? pod.ports[port] : port;
  if (number === undefined) throw new Error(`${pod.name} has no port ${String(port)}`);
  return number;
}

function outsiderOf({ namespaceSelector, ipBlock }: INetworkPolicyPeer): string[] {
  if (ipBlock) return [ipBlock.cidr];
  return namespaceSelector ? [namespaceSelector.matchLabels!['kubernetes.io/metadata.name']!] : [];
}
