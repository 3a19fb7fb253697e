import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { versionsOutsideCatalog } from './dependency-specs.ts';

describe('versionsOutsideCatalog', () => {
  const root = mkdtempSync(join(tmpdir(), 'ted-specs-'));
  const write = (folder: string, json: object): void => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'package.json'), JSON.stringify(json));
  };
  afterAll(() => rmSync(root, { recursive: true }));

  it('names every dependency with a version of its own', () => {
    write('.', { devDependencies: { jest: 'catalog:' } });
    write('tests', {});
    write('packages/a', { dependencies: { '@ted/b': 'workspace:*', zod: '^4.0.0' } });
    write('services/b', { dependencies: { zod: 'catalog:' }, peerDependencies: { ws: '8.0.0' } });
    expect(versionsOutsideCatalog(root)).toEqual([
      'packages/a/package.json: zod is "^4.0.0", but only "catalog:" and "workspace:*" are allowed',
      'services/b/package.json: ws is "8.0.0", but only "catalog:" and "workspace:*" are allowed',
    ]);
  });
});
