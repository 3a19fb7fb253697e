import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withEnvValue } from '@ted/platform';
import { projectRoot } from './paths.ts';

/**
 * Writes the first `.env` from the project's `.env.example`. Never touches one that exists.
 * @param persistence on for `./ted up`, off where a deployment begins (see docs/deployment.md)
 * @returns whether it was written
 */
export function writeFirstEnvFile(envFile: string, { persistence = true } = {}): boolean {
  if (existsSync(envFile)) return false;
  const template = readFileSync(join(projectRoot(), '.env.example'), 'utf8');
  // 0600: it is where people put passwords.
  const text = withEnvValue(template, 'PERSISTENCE_ENABLED', String(persistence));
  writeFileSync(envFile, text, { mode: 0o600, flag: 'wx' });
  return true;
}
