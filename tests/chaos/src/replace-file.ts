import { renameSync, writeFileSync } from 'node:fs';

/** Nobody ever reads half of it. */
export function replaceFile(path: string, content: string): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}
