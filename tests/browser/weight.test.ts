import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../support/ted.ts';

const DIST = join(ROOT, 'apps/dashboard/dist');
const KB = 1000;

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

/** The scripts that the page loads before it can show anything: the entry and what it imports at once. */
function initialScripts(): string[] {
  const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = manifest[name]!;
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(add);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry) add(name);
  return [...files];
}

describe('the built page', () => {
  it('loads at most 170 KB of scripts at first, gzipped', () => {
    const scripts = initialScripts();
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(170 * KB);
  });

  it('lies beside its compressed copies', () => {
    for (const file of ['index.html', ...initialScripts()]) {
      for (const ending of ['.br', '.gz']) expect(existsSync(join(DIST, `${file}${ending}`))).toBe(true);
    }
  });
});
