import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import { gatewayVariables, ingestVariables, parseEnvText, workerVariables } from '@ted/platform';
import { documents, kustomize, type Manifest } from '../../support/kustomize.ts';
import { ROOT } from '../../support/ted.ts';

export const FOLDER = join(ROOT, 'infra/k8s');
export const OVERLAYS = readdirSync(join(FOLDER, 'overlays'));
export const SECRETS_EXAMPLE = documents(join(FOLDER, 'secrets.example.yaml'));
/** The variables of each service, by the name of what runs it. */
export const VARIABLES = {
  ingest: ingestVariables,
  'persistence-worker': workerVariables,
  'api-gateway': gatewayVariables,
} as const;
export type Service = keyof typeof VARIABLES;

const SECRETS: Record<string, string> = {
  REDIS_URL: 'redis://:password@redis:6379',
  MONGO_URL: 'mongodb://a,b,c/rugs_tracker?replicaSet=rs0',
};

/** What an overlay comes to. */
export const built = (overlay: string): Manifest[] => kustomize(join(FOLDER, 'overlays', overlay));

export const ofKind = <T>(manifests: readonly Manifest[], kind: string): T[] =>
  manifests.filter((manifest) => manifest.kind === kind) as unknown as T[];

/** The file of settings that every pod of an overlay gets. */
export const settingsOf = (manifests: readonly Manifest[]): Record<string, string> =>
  parseEnvText(ofKind<{ data: Record<string, string> }>(manifests, 'ConfigMap')[0]!.data['.env']!);

interface Workload {
  kind: string;
  name: string;
  selector: Record<string, string>;
  template: IPodTemplateSpec;
  replicas: number | undefined;
}

/** What makes pods. */
export function workloads(manifests: readonly Manifest[]): Workload[] {
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

export const labelsOf = ({ template }: Workload): Record<string, string> => template.metadata!.labels!;
export const containersOf = ({ template }: Workload) => template.spec!.containers;
export const podOf = (workload: Workload) => ({
  name: workload.name,
  labels: labelsOf(workload),
  ports: Object.fromEntries(
    containersOf(workload).flatMap(({ ports = [] }) =>
      ports.map(({ name, containerPort }) => [name!, containerPort]),
    ),
  ),
});

/** A pod's environment as its process sees it: secrets that work, the first replica's number, `$(NAME)` filled in. */
export function environmentOf(workload: Workload): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { name, value, valueFrom } of containersOf(workload)[0]!.env ?? []) {
    const given =
      value ?? (valueFrom?.fieldRef ? '0' : (SECRETS[name] ?? valueFrom!.secretKeyRef!.key.padEnd(16, 'x')));
    env[name] = given.replaceAll(/\$\((\w+)\)/g, (_all, other: string) => env[other]!);
  }
  return env;
}
