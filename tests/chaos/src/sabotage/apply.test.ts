import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../../support/ted.ts';
import { apply } from './apply.ts';
import { SABOTAGES, type Sabotage } from './list.ts';

it.each(SABOTAGES.map((sabotage) => [sabotage.name, sabotage] as const))(
  '%s changes one place of the sources as they are',
  (_, sabotage) => {
    const root = copyOf(sabotage, readFileSync(join(ROOT, sabotage.file), 'utf8'));
    apply(root, sabotage);
    expect(readFileSync(join(root, sabotage.file), 'utf8')).toContain(sabotage.replace);
  },
);

it.each([
  ['is gone', 'something else'],
  ['is there twice', `${SABOTAGES[0]!.find}${SABOTAGES[0]!.find}`],
])('fails loudly if the place %s', (_, text) => {
  const sabotage = SABOTAGES[0]!;
  expect(() => apply(copyOf(sabotage, text), sabotage)).toThrow('not once');
});

function copyOf({ file }: Sabotage, text: string): string {
  const root = mkdtempSync(join(tmpdir(), 'ted-sabotage-'));
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  return root;
}
