import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;
type PackageJson = Partial<Record<(typeof FIELDS)[number], Record<string, string>>>;

/** One line for every dependency of a workspace package that names a version itself instead of the catalog. */
export function versionsOutsideCatalog(root: string): string[] {
  return packageFiles(root).flatMap((file) => {
    const json = JSON.parse(readFileSync(join(root, file), 'utf8')) as PackageJson;
    return FIELDS.flatMap((field) => foreignSpecs(json[field] ?? {})).map((spec) => `${file}: ${spec}`);
  });
}

function foreignSpecs(dependencies: Record<string, string>): string[] {
  return Object.entries(dependencies)
    .filter(([, spec]) => spec !== 'catalog:' && spec !== 'workspace:*')
    .map(([name, spec]) => `${name} is "${spec}", but only "catalog:" and "workspace:*" are allowed`);
}

function packageFiles(root: string): string[] {
  const groups = ['packages', 'services', 'apps'].filter((group) => existsSync(join(root, group)));
  const members = groups.flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name)));
  return ['.', 'tests', ...members]
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(join(root, file)));
}
