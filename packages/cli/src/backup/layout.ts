import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CollectionReport } from '@ted/mongodump';
import { CliError } from '../errors.ts';

/** `manifest.json`: written last, so that a folder with it is a whole backup. */
export interface Manifest {
  format: 1;
  /** ISO 8601, UTC: the moment that the data are of. */
  created_at: string;
  ted_version: string;
  database: string;
  collections: CollectionReport[];
  /** SHA-256 of each file, by its path in the folder. */
  files: Record<string, string>;
}

const MANIFEST = 'manifest.json';
/** The dump, in mongodump's directory format. */
export const DUMP = 'dump';
/** The copy of the `.env`. */
export const ENV_COPY = 'env';

/** Where backups go unless told otherwise: beside the `.env`. */
export const backupFolder = (envFile: string): string => join(dirname(envFile), 'backups');

/** `ted-2026-11-24T22-46-00-123Z`: sorts by time. */
export const backupName = (at: Date): string => `ted-${at.toISOString().replace(/[:.]/g, '-')}`;

/** Whole backups in a folder, oldest first. */
export function listBackups(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^ted-\d{4}-/.test(name) && existsSync(join(folder, name, MANIFEST)))
    .sort()
    .map((name) => join(folder, name));
}

export function writeManifest(backup: string, manifest: Manifest): void {
  writeFileSync(join(backup, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
}

/** Throws CliError for what is no backup of a format that this TED knows. */
export function readManifest(backup: string): Manifest {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(join(backup, MANIFEST), 'utf8')) as Manifest;
  } catch {
    throw new CliError(`${backup} is no backup: it has no ${MANIFEST} that can be read`);
  }
  if (manifest.format !== 1)
    throw new CliError(`${backup} is a backup of a newer TED (format ${String(manifest.format)})`);
  return manifest;
}

/** The SHA-256 of every file below the folder but the manifest. */
export async function checksums(backup: string): Promise<Record<string, string>> {
  const entries = await readdir(backup, { recursive: true, withFileTypes: true });
  const sums: Record<string, string> = {};
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(backup.length + 1);
    if (name === MANIFEST) continue;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    sums[name] = hash.digest('hex');
  }
  return Object.fromEntries(Object.entries(sums).sort());
}
