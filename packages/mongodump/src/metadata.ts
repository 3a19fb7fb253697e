import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { BSON, type Document } from 'mongodb';
import { DumpError } from './errors.ts';
import type { DumpedCollection } from './layout.ts';

/** What a `.metadata.json` says. Numbers keep their BSON types. */
export interface Metadata {
  /** Of `create`: empty for a plain collection. */
  options: Document;
  /** As `listIndexes` gives them, the one on `_id` among them. */
  indexes: Document[];
  /** Hexadecimal, without hyphens; empty for a view. */
  uuid: string;
  collectionName: string;
  type: 'collection' | 'view';
}

export function writeMetadata(metadata: Metadata): string {
  const { options, ...rest } = metadata;
  return BSON.EJSON.stringify(
    { ...(Object.keys(options).length > 0 && { options }), ...rest },
    { relaxed: false },
  );
}

/** Also reads what older versions of mongodump wrote. @throws DumpError */
export async function readMetadata({ metadataFile, collection, gzip }: DumpedCollection): Promise<Metadata> {
  try {
    const bytes = await readFile(metadataFile);
    const text = (gzip ? gunzipSync(bytes) : bytes).toString('utf8');
    const {
      options = {},
      indexes = [],
      uuid = '',
      type = 'collection',
      ...rest
    } = BSON.EJSON.parse(text, {
      relaxed: false,
    }) as Partial<Metadata>;
    if (!Array.isArray(indexes)) throw new Error("'indexes' is no list");
    return { options, indexes, uuid, type, collectionName: rest.collectionName ?? collection };
  } catch (error) {
    throw new DumpError(`${metadataFile} cannot be read: ${(error as Error).message}`);
  }
}

/** Without the one on `_id`, which every collection has by itself. */
export const ownIndexes = ({ indexes }: Pick<Metadata, 'indexes'>): Document[] =>
  indexes.filter(({ name }) => name !== '_id_');
