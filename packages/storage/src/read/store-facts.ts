import { COLLECTION_NAMES, type CollectionName } from '../collections/models.ts';
import type { Database } from '../database.ts';

/** What is known of the server and its contents without reading them. */
export interface StoreFacts {
  server: 'mongod' | 'embedded';
  version: string;
  /** By the collections' own counts. */
  documents: Record<CollectionName, number>;
  /** When the oldest document of each collection was created. */
  oldest: Partial<Record<CollectionName, Date>>;
}

/** Reads the server's name, the collections' counts and the first entry of each time index. */
export async function readStoreFacts(database: Database): Promise<StoreFacts> {
  const info = await database.connection.db!.admin().command({ buildInfo: 1 });
  const facts = await Promise.all(
    COLLECTION_NAMES.map(async (name) => {
      const model = database.models[name] as unknown as typeof database.models.games;
      const [count, oldest] = await Promise.all([
        model.estimatedDocumentCount(),
        model.findOne({}, { created_at: 1 }).sort({ created_at: 1 }).lean(),
      ]);
      return { name, count, oldest: oldest?.created_at };
    }),
  );
  const modules = info.modules as unknown;
  return {
    server: Array.isArray(modules) && modules.includes('ted-embedded') ? 'embedded' : 'mongod',
    version: String(info.version),
    documents: Object.fromEntries(facts.map(({ name, count }) => [name, count])) as StoreFacts['documents'],
    oldest: Object.fromEntries(
      facts.filter(({ oldest }) => oldest instanceof Date).map(({ name, oldest }) => [name, oldest]),
    ),
  };
}
