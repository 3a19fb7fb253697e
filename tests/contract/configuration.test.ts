import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { configurationText } from '../support/configuration.ts';
import { ROOT } from '../support/ted.ts';

it('docs/configuration.md says what the services validate (UPDATE_DOCS=1 writes it)', async () => {
  const file = join(ROOT, 'docs/configuration.md');
  const text = await format(configurationText(), { ...(await resolveConfig(file)), filepath: file });
  if (process.env.UPDATE_DOCS) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
