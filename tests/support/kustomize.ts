import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

type Fields = Record<string, unknown>;

/** An object of Kubernetes. */
export interface Manifest extends Fields {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

/** What infra/k8s uses of kustomize, and nothing else: any other field is an error, not something that is left out. */
interface Kustomization {
  apiVersion: string;
  kind: string;
  resources?: string[];
  namespace?: string;
  configMapGenerator?: { name: string; files: string[] }[];
  generatorOptions?: { disableNameSuffixHash: true };
  images?: { name: string; newName: string; newTag: string }[];
  replicas?: { name: string; count: number }[];
  patches?: { path: string }[];
}
const FIELDS = new Set<string>([
  'apiVersion',
  'kind',
  'resources',
  'namespace',
  'configMapGenerator',
  'generatorOptions',
  'images',
  'replicas',
  'patches',
] satisfies (keyof Kustomization)[]);

/** What `kubectl kustomize FOLDER` says, without kubectl; in the order of the files. */
export function kustomize(folder: string): Manifest[] {
  const recipe = parse(read(join(folder, 'kustomization.yaml'))) as Kustomization;
  for (const field of Object.keys(recipe))
    if (!FIELDS.has(field)) throw new Error(`kustomize: "${field}" is not understood here (${folder})`);
  const manifests = [
    ...(recipe.resources ?? []).flatMap((path) => resource(join(folder, path))),
    ...(recipe.configMapGenerator ?? []).map(({ name, files }) => configMap(folder, name, files)),
  ];
  for (const { path } of recipe.patches ?? [])
    for (const patch of documents(join(folder, path))) applyPatch(manifests, patch);
  for (const { name, count } of recipe.replicas ?? []) setReplicas(manifests, name, count);
  for (const image of recipe.images ?? []) setImage(manifests, image);
  if (recipe.namespace !== undefined) setNamespace(manifests, recipe.namespace);
  return manifests;
}

const read = (path: string): string => readFileSync(path, 'utf8');

/** The objects of a YAML file. */
export function documents(path: string): Manifest[] {
  return parseAllDocuments(read(path)).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

function resource(path: string): Manifest[] {
  return statSync(path).isDirectory() ? kustomize(path) : documents(path);
}

function configMap(folder: string, name: string, files: string[]): Manifest {
  const data = files.map((file) => {
    const [key, path] = file.split('=') as [string, string];
    return [key, read(join(folder, path))];
  });
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: Object.fromEntries(data) as object,
  };
}

function setReplicas(manifests: readonly Manifest[], name: string, count: number): void {
  for (const { kind, metadata, spec } of manifests)
    if (['Deployment', 'StatefulSet'].includes(kind) && metadata.name === name)
      (spec as Fields).replicas = count;
}

function setImage(
  manifests: readonly Manifest[],
  { name, newName, newTag }: { name: string; newName: string; newTag: string },
): void {
  for (const container of manifests.flatMap(containersOf))
    if (container.image === name) container.image = `${newName}:${newTag}`;
}

function containersOf({ spec }: Manifest): { image: string }[] {
  const template = (spec as { template?: { spec: { containers: { image: string }[] } } } | undefined)
    ?.template;
  return template?.spec.containers ?? [];
}

function setNamespace(manifests: readonly Manifest[], namespace: string): void {
  for (const { kind, metadata } of manifests)
    if (kind === 'Namespace') metadata.name = namespace;
    else metadata.namespace = namespace;
}

function applyPatch(manifests: readonly Manifest[], patch: Manifest): void {
  const target = manifests.find(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === patch.apiVersion && kind === patch.kind && metadata.name === patch.metadata.name,
  );
  if (!target) throw new Error(`kustomize: a patch of ${patch.kind} ${patch.metadata.name} changes nothing`);
  Object.assign(target, merged(target, patch, ''));
}

/** Lists whose items are told apart by their name when a patch meets them; kustomize puts new ones in front. */
const BY_NAME = new Set(['containers', 'env', 'volumes']);
/** Lists that a patch replaces as a whole. */
const WHOLE = new Set(['volumeClaimTemplates', 'accessModes', 'metrics', 'policies', 'args']);

/** A strategic merge patch: maps are merged, lists as Kubernetes says for each. */
function merged(target: unknown, patch: unknown, field: string): unknown {
  if (isList(target) && isList(patch)) {
    if (WHOLE.has(field)) return patch;
    if (!BY_NAME.has(field)) throw new Error(`kustomize: how to merge "${field}" is not understood here`);
    const names = new Set(target.map(nameOf));
    return [
      ...patch.filter((item) => !names.has(nameOf(item))),
      ...target.map((item) => {
        const change = patch.find((candidate) => nameOf(candidate) === nameOf(item));
        return change === undefined ? item : merged(item, change, '');
      }),
    ];
  }
  if (!isMap(target) || !isMap(patch)) return patch;
  const result: Fields = { ...target };
  for (const [key, value] of Object.entries(patch))
    if (value === null) delete result[key];
    else result[key] = merged(target[key], value, key);
  return result;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !isList(value);
const nameOf = (item: unknown): unknown => (item as { name?: unknown }).name;
