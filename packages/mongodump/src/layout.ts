import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DumpError } from './errors.ts';

/*
 * The folder as mongodump writes and mongorestore reads it:
 *   <database>/<collection>.bson            documents, one behind the other, as the server stores them
 *   <database>/<collection>.metadata.json   options, indexes and uuid in Extended JSON
 * both with `.gz` behind if compressed. Characters of a collection's name that a file's cannot have are percent-encoded.
 */

export interface DumpedCollection {
  database: string;
  collection: string;
  metadataFile: string;
  /** Undefined for a view, which has no data of its own. */
  dataFile: string | undefined;
  gzip: boolean;
}

/** Where a collection's files lie. @throws DumpError if a database's name cannot be a folder's */
export function filesOf(
  folder: string,
  database: string,
  collection: string,
  gzip: boolean,
): { dataFile: string; metadataFile: string } {
  if (/[/\\. "$\0]/.test(database) || database === '') {
    throw new DumpError(`the database name '${database}' cannot be the name of a folder`);
  }
  const base = join(folder, database, encodeURIComponent(collection));
  const ending = gzip ? '.gz' : '';
  return { dataFile: `${base}.bson${ending}`, metadataFile: `${base}.metadata.json${ending}` };
}

/**
 * The collections in a dump's folder, in the order of their names.
 * @throws DumpError if it is no dump, or data lack their metadata
 */
export async function collectionsIn(folder: string): Promise<DumpedCollection[]> {
  const found: DumpedCollection[] = [];
  for (const database of await foldersIn(folder)) {
    const files = new Set(await readdir(join(folder, database)));
    for (const file of [...files].sort()) {
      const match = /^(.+)\.metadata\.json(\.gz)?$/.exec(file);
      if (!match) continue;
      const [, name, ending = ''] = match;
      const data = `${name}.bson${ending}`;
      found.push({
        database,
        collection: decodeURIComponent(name!),
        metadataFile: join(folder, database, file),
        dataFile: files.delete(data) ? join(folder, database, data) : undefined,
        gzip: ending !== '',
      });
    }
    const alone = [...files].find((file) => /\.bson(\.gz)?$/.test(file));
    if (alone) throw new DumpError(`${join(folder, database, alone)} has no .metadata.json beside it`);
  }
  if (found.length === 0)
    throw new DumpError(`${folder} holds no dump (<database>/<collection>.metadata.json)`);
  return found;
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    throw new DumpError(`${folder} cannot be read: ${(error as Error).message}`);
  }
}
