import { readFileSync } from 'node:fs';

/** TED's version. */
export function tedVersion(): string {
  // One level above both `src/` and the bundle's `dist/`.
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
