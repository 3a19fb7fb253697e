import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withEnvValue } from '@ted/platform';
import { projectRoot } from './paths.ts';

/**
 * Writes the first `.env` from the project's `.env.example`, with persistence on. Never touches one that exists.
 * @returns whether it was written
 */
export function writeFirstEnvFile(envFile: string): boolean {
  if (existsSync(envFile)) return false;
  const template = readFileSync(join(projectRoot(), '.env.example'), 'utf8');
  // 0600: it is where people put passwords.
  writeFileSync(envFile, withEnvValue(template, 'PERSISTENCE_ENABLED', 'true'), { mode: 0o600, flag: 'wx' });
  return true;
}
