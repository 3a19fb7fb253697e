import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Sabotage } from './list.ts';

/** What a build and a chaos run need. */
const NEEDED = [
  ...['ted', 'package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tsconfig.json', '.env.example'],
  ...['scripts', 'packages', 'services', 'apps', 'tests'],
];

/** Copies the project to another root, without what was built, and links the installed packages. */
export function copyProject(root: string, copy: string): void {
  const isBuilt = (path: string) => relative(root, path).split('/').includes('dist');
  for (const name of NEEDED) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      // Links between the packages are relative: in the copy they lead to the copies.
      verbatimSymlinks: true,
      filter: (path) => !isBuilt(path),
    });
  }
  rmSync(join(copy, 'node_modules'), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

/** Replaces the one place. Throws if it is not there, or more than once: then the sources have moved on. */
export function apply(root: string, { name, file, find, replace }: Sabotage): void {
  const path = join(root, file);
  const parts = readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2)
    throw new Error(`sabotage ${name}: its place occurs ${parts.length - 1} times in ${file}, not once`);
  writeFileSync(path, parts.join(replace));
}
