import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import { parse, stringify } from 'yaml';
import { findProgram } from '../../packages/cli/src/find-program.ts';
import {
  gatewayVariables,
  ingestVariables,
  liveVariables,
  parseEnvText,
  validate,
  workerVariables,
} from '@ted/platform';
import { schemaProblems, typeProblems } from '../support/kubernetes-objects.ts';
import { documents, kustomize, type Manifest } from '../support/kustomize.ts';
import { allowedArrows, selects } from '../support/network-arrows.ts';
import { temporaryFolder } from '../support/stores.ts';
import { ROOT } from '../support/ted.ts';
import { feedsOf } from '../../services/ingest/src/feeds/feed-list.ts';

const FOLDER = join(ROOT, 'infra/k8s');
const OVERLAYS = readdirSync(join(FOLDER, 'overlays'));
const VARIABLES = {
  ingest: ingestVariables,
  'persistence-worker': workerVariables,
  'api-gateway': gatewayVariables,
} as const;
type Service = keyof typeof VARIABLES;
/** What is not TED's own: where its file is, Node's options, and what other values are made of. */
const OF_THE_RUNTIME = ['TED_ENV_FILE', 'NODE_OPTIONS', 'POD_INDEX'];
const SECRETS: Record<string, string> = {
  REDIS_URL: 'redis://:password@redis:6379',
  MONGO_URL: 'mongodb://a,b,c/rugs_tracker?replicaSet=rs0',
};

const is = <T>(manifests: readonly Manifest[], kind: string): T[] =>
  manifests.filter((manifest) => manifest.kind === kind) as unknown as T[];

interface Workload {
  kind: string;
  name: string;
  selector: Record<string, string>;
  template: IPodTemplateSpec;
  replicas: number | undefined;
}

/** What makes pods. */
function workloads(manifests: readonly Manifest[]): Workload[] {
  return manifests
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind))
    .map((manifest) => {
      const spec = (manifest as unknown as IDeployment | IStatefulSet).spec!;
      return {
        kind: manifest.kind,
        name: manifest.metadata.name,
        selector: spec.selector?.matchLabels ?? {},
        template: spec.template,
        replicas: spec.replicas,
      };
    });
}

const labelsOf = ({ template }: Workload): Record<string, string> => template.metadata!.labels!;
const containersOf = ({ template }: Workload) => template.spec!.containers;
const podOf = (workload: Workload) => ({
  name: workload.name,
  labels: labelsOf(workload),
  ports: Object.fromEntries(
    containersOf(workload).flatMap(({ ports = [] }) =>
      ports.map(({ name, containerPort }) => [name!, containerPort]),
    ),
  ),
});

/** A pod's environment as its process sees it: secrets that work, the first replica's number, `$(NAME)` filled in. */
function environmentOf(workload: Workload): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { name, value, valueFrom } of containersOf(workload)[0]!.env ?? []) {
    const given =
      value ?? (valueFrom?.fieldRef ? '0' : (SECRETS[name] ?? valueFrom!.secretKeyRef!.key.padEnd(16, 'x')));
    env[name] = given.replaceAll(/\$\((\w+)\)/g, (_all, other: string) => env[other]!);
  }
  return env;
}

/** In which order they stand does not matter. */
const byName = (manifests: readonly Manifest[]) =>
  Object.fromEntries(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));

const SECRETS_EXAMPLE = documents(join(FOLDER, 'secrets.example.yaml'));
const built = Object.fromEntries(OVERLAYS.map((name) => [name, kustomize(join(FOLDER, 'overlays', name))]));

describe.each(OVERLAYS)('the overlay %s', (name) => {
  const manifests = built[name]!;
  const all = workloads(manifests);
  const matching = (selector: Record<string, string>) =>
    all.filter((workload) => selects({ matchLabels: selector }, labelsOf(workload)));
  const settings = parseEnvText(
    is<{ metadata: { name: string }; data: Record<string, string> }>(manifests, 'ConfigMap')[0]!.data[
      '.env'
    ]!,
  );

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
    for (const { spec } of is<IService>(manifests, 'Service'))
      expect(matching(spec!.selector!)).toHaveLength(1);
    const budgets = is<IPodDisruptionBudget>(manifests, 'PodDisruptionBudget').map(({ spec }) =>
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
    for (const { spec } of is<IService>(manifests, 'Service'))
      for (const { targetPort } of spec!.ports!)
        expect(podOf(matching(spec!.selector!)[0]!).ports).toHaveProperty(String(targetPort));
    for (const workload of is<IStatefulSet>(manifests, 'StatefulSet')) {
      const service = is<IService>(manifests, 'Service').find(
        ({ metadata }) => metadata!.name === workload.spec!.serviceName,
      );
      expect(service?.spec?.clusterIP).toBe('None');
    }
    const ingresses = is<IIngress>(manifests, 'Ingress');
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

  it('gives every service settings that it knows and starts with, and keeps the switch in the file alone', () => {
    expect(settings).toHaveProperty('PERSISTENCE_ENABLED', 'false');
    const known = Object.assign({}, liveVariables, ...Object.values(VARIABLES)) as object;
    for (const variable of Object.keys(settings)) expect(known).toHaveProperty(variable);
    expect(() => validate(liveVariables, settings)).not.toThrow();
    for (const workload of all) {
      const env = environmentOf(workload);
      expect(env).toHaveProperty('TED_ENV_FILE', '/settings/.env');
      const specs = VARIABLES[workload.name as Service] ?? { MONGO_URL: workerVariables.MONGO_URL };
      for (const variable of Object.keys(env)) {
        if (OF_THE_RUNTIME.includes(variable)) continue;
        expect(specs).toHaveProperty(variable);
        // Or else the file's line would be a second truth that nobody heeds.
        expect(settings).not.toHaveProperty(variable);
      }
      expect(() => validate(specs, { ...settings, ...env })).not.toThrow();
    }
  });

  it('names the ingest replicas that there are', () => {
    const ingest = all.find((workload) => workload.name === 'ingest')!;
    const urls = (settings.INGEST_URLS ?? settings.INGEST_URL!).split(',');
    const expected = Array.from(
      { length: ingest.replicas! },
      (_none, index) => `http://ingest-${index}.ingest:8001`,
    );
    expect(urls).toEqual(expected);
  });

  it('gives each ingest its share of the feeds, and every feed to one', () => {
    const ingest = all.find((workload) => workload.name === 'ingest')!;
    const { FEEDS_SHARE = '0/1' } = environmentOf(ingest);
    expect(FEEDS_SHARE).toBe(`0/${ingest.replicas!}`);
    const shares = Array.from({ length: ingest.replicas! }, (_none, index) =>
      feedsOf(
        validate(ingestVariables, {
          ...settings,
          ...environmentOf(ingest),
          FEEDS_SHARE: FEEDS_SHARE.replace('0', String(index)),
        }),
      ).map((feed) => feed.name),
    );
    const wanted = name === 'one-feed' ? 1 : 1000;
    expect(shares.flat()).toHaveLength(wanted);
    expect(new Set(shares.flat()).size).toBe(wanted);
    expect(Math.max(...shares.map(({ length }) => length))).toBeLessThan((1.2 * wanted) / shares.length + 1);
  });

  it('lets connections through that docs/architecture.md has, and no others', () => {
    const policies = is<Parameters<typeof allowedArrows>[0][number]>(manifests, 'NetworkPolicy');
    expect(policies.map(({ spec }) => spec)).toContainEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const [redis, mongodb] = name === 'one-feed' ? ['192.0.2.0/25', '192.0.2.128/25'] : ['redis', 'mongodb'];
    const arrows = allowedArrows(policies, all.map(podOf)).filter(
      (arrow) => !arrow.endsWith('kube-system:53'),
    );
    expect(arrows).toEqual(
      [
        'ingress-nginx → api-gateway:8000',
        'api-gateway → ingest:8001',
        'ingest → 0.0.0.0/0:443',
        ...['ingest', 'persistence-worker', 'api-gateway'].flatMap((pod) => [
          `${pod} → ${redis}:6379`,
          `${pod} → ${redis}:26379`,
        ]),
        ...['persistence-worker', 'api-gateway', 'migrate'].map((pod) => `${pod} → ${mongodb}:27017`),
        'monitoring → ingest:8001',
        'monitoring → persistence-worker:8002',
        'monitoring → api-gateway:8000',
      ].sort(),
    );
  });

  it('gives no pod more than it needs', () => {
    for (const workload of all) {
      const {
        securityContext,
        volumes = [],
        automountServiceAccountToken,
        containers,
      } = workload.template.spec!;
      expect(automountServiceAccountToken).toBe(false);
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext: own, resources, image, volumeMounts = [], env = [] } of containers) {
        expect(own).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(resources).toMatchObject({
          requests: { cpu: expect.anything(), memory: expect.anything() },
          limits: { memory: expect.anything() },
        });
        expect(image).toMatch(/^registry\.example\.org\/ted\/[a-z-]+:\d+\.\d+\.\d+$/);
        // A file that is mounted alone never changes.
        expect(volumeMounts.filter(({ subPath }) => subPath !== undefined)).toEqual([]);
        const hasMongo = env.some(({ name: variable }) => variable === 'MONGO_URL');
        expect(hasMongo).toBe(workload.name !== 'ingest');
      }
      expect(volumes.filter(({ hostPath }) => hostPath)).toEqual([]);
    }
  });

  it('scales the workers, and says how many in one place only', () => {
    const [scaler] = is<IHorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler');
    const target = all.find((workload) => workload.name === scaler!.spec!.scaleTargetRef.name)!;
    expect(target).toMatchObject({ kind: 'Deployment', replicas: undefined });
    // A worker stores one batch at a time, and an ingest has 32 out.
    const ingests = all.find((workload) => workload.name === 'ingest')!.replicas!;
    expect(scaler!.spec!.maxReplicas).toBeLessThanOrEqual(32 * ingests);
    const asked = scaler!.spec!.metrics!.map(({ external }) => external!.metric.name);
    const { externalRules } = parse(readFileSync(join(FOLDER, 'prometheus/adapter.yaml'), 'utf8')) as {
      externalRules: { seriesQuery: string }[];
    };
    expect(asked).toEqual(externalRules.map(({ seriesQuery }) => seriesQuery.split('{')[0]));
  });
});

describe('what is wrong is found', () => {
  const worker = (change: (container: Record<string, unknown>) => void): Manifest => {
    const manifest = structuredClone(
      built['one-feed']!.find(
        ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'persistence-worker',
      )!,
    );
    const { spec } = (manifest as unknown as IDeployment).spec!.template;
    change(spec!.containers[0] as unknown as Record<string, unknown>);
    return manifest;
  };

  it('by the compiler: a field that Kubernetes does not know, and nothing in our own manifests', () => {
    const wrong = worker((container) => (container.livnessProbe = {}));
    expect(typeProblems([...Object.values(built).flat(), ...SECRETS_EXAMPLE, wrong])).toEqual([
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

it('the example of the secrets is valid, and starts nothing', async () => {
  const secrets = SECRETS_EXAMPLE;
  expect(await schemaProblems(secrets)).toEqual([]);
  const values = Object.assign(
    {},
    ...is<ISecret>(secrets, 'Secret').map(({ stringData }) => stringData),
  ) as Record<string, string>;
  for (const specs of Object.values(VARIABLES))
    for (const [variable, value] of Object.entries(values))
      if (variable in specs)
        expect(() => validate({ [variable]: (specs as never)[variable] }, { [variable]: value })).toThrow(
          `${variable}=`,
        );
  // Every secret that a pod asks for, by the name that it asks for.
  const refs = Object.values(built)
    .flat()
    .flatMap((manifest) => [
      ...JSON.stringify(manifest).matchAll(
        /"secretKeyRef":\{"name":"([^"]+)","key":"([^"]+)"(,"optional":true)?/g,
      ),
    ]);
  const given = is<ISecret>(secrets, 'Secret').flatMap(({ metadata, stringData }) =>
    Object.keys(stringData!).map((key) => `${metadata!.name}/${key}`),
  );
  const demanded = refs.filter(([, , , optional]) => !optional).map(([, secret, key]) => `${secret}/${key}`);
  expect(refs.length).toBeGreaterThan(5);
  for (const ref of demanded) expect(given).toContain(ref);
});

it('Prometheus takes the scrape configuration', () => {
  const promtool = findProgram('promtool');
  if (!promtool) return console.warn('skipped: no promtool on the PATH (Debian: apt-get install prometheus)');
  // Debian's is built without Kubernetes: all but that.
  const text = readFileSync(join(FOLDER, 'prometheus/scrape.yaml'), 'utf8');
  const checked = text.replace(/^ *kubernetes_sd_configs:\n.*\n/m, '');
  expect(checked).not.toBe(text);
  const file = join(temporaryFolder('scrape'), 'scrape.yaml');
  writeFileSync(file, checked);
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'config', '--syntax-only', file], {
    encoding: 'utf8',
  });
  expect({ status, says: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, says: '' });
});

it('the workers’ autoscaler sees the oldest and the sum of what can be stored, and nothing while persistence is off', () => {
  const promtool = findProgram('promtool');
  if (!promtool) return console.warn('skipped: no promtool on the PATH (Debian: apt-get install prometheus)');
  const { externalRules } = parse(readFileSync(join(FOLDER, 'prometheus/adapter.yaml'), 'utf8')) as {
    externalRules: { seriesQuery: string; metricsQuery: string }[];
  };
  const folder = temporaryFolder('adapter');
  const names = externalRules.map(({ seriesQuery }) => seriesQuery.split('{')[0]!);
  const rules = externalRules.map(({ metricsQuery }, index) => ({
    record: `asked:${names[index]!}`,
    expr: metricsQuery
      .replaceAll('<<.Series>>', names[index]!)
      .replaceAll('<<.LabelMatchers>>', 'namespace="ted"')
      .replaceAll('<<.GroupBy>>', 'namespace'),
  }));
  writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'adapter', rules }] }));
  // On for two minutes, then off.
  const series = (name: string, pod: number, values: string) => ({
    series: `${name}{job="ingest",namespace="ted",pod="ingest-${pod}"}`,
    values,
  });
  const at = (time: string, figures: number[]) =>
    names.map((name, index) => ({
      expr: `asked:${name}`,
      eval_time: time,
      exp_samples: [{ labels: `asked:${name}{namespace="ted"}`, value: figures[index]! }],
    }));
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: [0, 1].flatMap((pod) => [
          series('ted_outbox_oldest_age_seconds', pod, pod === 0 ? '90 90 90' : '20 20 20'),
          series('ted_outbox_pending_records', pod, pod === 0 ? '5000 5000 5000' : '700 700 700'),
          series('ted_persistence_enabled', pod, '1 1 0'),
        ]),
        promql_expr_test: [...at('1m', [90, 5700]), ...at('2m', [0, 0])],
      },
    ],
  };
  writeFileSync(join(folder, 'test.yaml'), stringify(test));
  const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', 'test.yaml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, says: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, says: '' });
});
