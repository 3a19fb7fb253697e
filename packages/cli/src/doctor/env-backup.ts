import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backupFolder } from '../backup/layout.ts';
import { found } from '../findings.ts';
import type { Check } from './check.ts';

/** A copy beside the `.env` (`.env.backup`, `.env.bak`), or one that `./ted backup --env` made, that is not older than it. */
export const envBackup: Check = (name, { envFile }) => {
  if (!existsSync(envFile))
    return Promise.resolve(found(name, true, 'there is no .env yet, so nothing to lose'));
  const newest = copiesOf(envFile)
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at)[0];
  if (!newest)
    return Promise.resolve(found(name, false, `no copy found; make one: cp ${envFile} ${envFile}.backup`));
  const fresh = newest.at >= statSync(envFile).mtimeMs;
  return Promise.resolve(
    found(name, fresh, fresh ? newest.path : `${newest.path} is older than the .env: make a new copy`),
  );
};

function copiesOf(envFile: string): string[] {
  const folder = dirname(envFile);
  const beside = readdirSync(folder)
    .filter((file) => /^\.env[._-].*(backup|bak|old)/i.test(file))
    .map((file) => join(folder, file));
  const backups = backupFolder(envFile);
  const inBackups = existsSync(backups)
    ? readdirSync(backups).map((backup) => join(backups, backup, 'env'))
    : [];
  return [...beside, ...inBackups.filter((path) => existsSync(path))];
}
