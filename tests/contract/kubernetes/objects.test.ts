import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IService } from 'kubernetes-models/v1/Service';
import { parse } from 'yaml';
import { findProgram } from '../../../packages/cli/src/find-program.ts';
import { schemaProblems, typeProblems } from '../../support/kubernetes-objects.ts';
import type { Manifest } from '../../support/kustomize.ts';
import { selects } from '../../support/network-arrows.ts';
import {
  built,
  containersOf,
  FOLDER,
  labelsOf,
  ofKind,
  OVERLAYS,
  podOf,
  SECRETS_EXAMPLE,
  type Service,
  VARIABLES,
  workloads,
} from './manifests.ts';

/** In which order they stand does not matter. */
const byName = (manifests: readonly Manifest[]) =>
  Object.fromEntries(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));

describe.each(OVERLAYS)('the overlay %s', (name) => {
  const manifests = built(name);
  const all = workloads(manifests);
  const matching = (selector: Record<string, string>) =>
    all.filter((workload) => selects({ matchLabels: selector }, labelsOf(workload)));

  it('is what kubectl makes of it', () => {
    const kubectl = findProgram('kubectl');
    if (!kubectl) return console.warn('skipped: no kubectl on the PATH');
    const { stdout, stderr } = spawnSync(kubectl, ['kustomize', join(FOLDER, 'overlays', name)], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const theirs = stdout.split(/^---$/m).map((text) => parse(text) as Manifest);
    expect(byName(manifests)).toEqual(byName(theirs));
  });

  it('is valid by the JSON schemas of Kubernetes', async () => {
    expect(await schemaProblems(manifests)).toEqual([]);
  });

  it('lies in one namespace, and no name stands twice', () => {
    expect(
      new Set(
        manifests.map(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace)),
      ),
    ).toEqual(new Set(['ted']));
    expect(Object.keys(byName(manifests))).toHaveLength(manifests.length);
  });

  it('has selectors that find pods', () => {
    for (const workload of all) {
      if (workload.kind !== 'Job') expect(matching(workload.selector)).toEqual([workload]);
      for (const { labelSelector } of workload.template.spec!.topologySpreadConstraints ?? [])
        expect(selects(labelSelector!, labelsOf(workload))).toBe(true);
    }
    for (const { spec } of ofKind<IService>(manifests, 'Service'))
      expect(matching(spec!.selector!)).toHaveLength(1);
    const budgets = ofKind<IPodDisruptionBudget>(manifests, 'PodDisruptionBudget').map(({ spec }) =>
      matching(spec!.selector!.matchLabels!).map((workload) => workload.name),
    );
    const lasting = all.filter(({ kind }) => kind !== 'Job').map((workload) => [workload.name]);
    expect(budgets.sort()).toEqual(lasting.sort());
  });

  it('has ports and services where something looks for them', () => {
    for (const workload of all)
      for (const container of containersOf(workload))
        for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe])
          if (probe) expect(podOf(workload).ports).toHaveProperty(String(probe.httpGet!.port));
    for (const { spec } of ofKind<IService>(manifests, 'Service'))
      for (const { targetPort } of spec!.ports!)
        expect(podOf(matching(spec!.selector!)[0]!).ports).toHaveProperty(String(targetPort));
    for (const workload of ofKind<IStatefulSet>(manifests, 'StatefulSet')) {
      const service = ofKind<IService>(manifests, 'Service').find(
        ({ metadata }) => metadata!.name === workload.spec!.serviceName,
      );
      expect(service?.spec?.clusterIP).toBe('None');
    }
    const ingresses = ofKind<IIngress>(manifests, 'Ingress');
    const backends = ingresses.flatMap(({ spec }) =>
      spec!.rules!.flatMap(({ http }) => http!.paths.map(({ backend }) => backend.service)),
    );
    expect(backends).toEqual([{ name: 'api-gateway', port: { name: 'http' } }]);
    const port = {
      ingest: 'INGEST_PORT',
      'persistence-worker': 'WORKER_PORT',
      'api-gateway': 'GATEWAY_PORT',
    } as const;
    for (const workload of all)
      if (workload.name in VARIABLES) {
        const service = workload.name as Service;
        const specs = VARIABLES[service] as Record<string, { default?: unknown }>;
        expect(podOf(workload).ports).toEqual({ http: specs[port[service]]!.default });
      }
  });
});

describe('what is wrong is found', () => {
  const worker = (change: (container: Record<string, unknown>) => void): Manifest => {
    const manifest = structuredClone(
      built('one-feed').find(
        ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'persistence-worker',
      )!,
    );
    const { spec } = (manifest as unknown as IDeployment).spec!.template;
    change(spec!.containers[0] as unknown as Record<string, unknown>);
    return manifest;
  };

  it('by the compiler: a field that Kubernetes does not know, and nothing in our own manifests', () => {
    const wrong = worker((container) => (container.livnessProbe = {}));
    expect(typeProblems([...OVERLAYS.flatMap(built), ...SECRETS_EXAMPLE, wrong])).toEqual([
      expect.stringMatching(/"livnessProbe"' does not exist in type 'IContainer'/),
    ]);
  }, 120_000);

  it('by the schemas: a field that is missing, a value of another type', async () => {
    expect(await schemaProblems([worker((container) => delete container.name)])).toEqual([
      expect.stringMatching(/name/),
    ]);
    expect(
      await schemaProblems([worker((container) => (container.ports = [{ containerPort: 'http' }]))]),
    ).toEqual([expect.stringMatching(/containerPort must be integer/)]);
  });
});
