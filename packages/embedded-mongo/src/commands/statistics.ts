import { Double, Int32 } from 'bson';
import type { Doc, Value } from '../bson/value.ts';
import { idPrefix } from '../storage/record-key.ts';
import type { Collection } from '../storage/collection.ts';
import type { Store } from '../storage/store.ts';
import type { Pace } from '../pace.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';

export const dbStats: Command = {
  name: 'dbStats',
  fields: ['scale', 'freeStorage'],
  async run({ server, args, database, pace }) {
    const { store } = server;
    const scale = args.count('scale', 1) || 1;
    const collections = store.catalog.all().filter((collection) => collection.database === database);
    let dataSize = 0;
    for (const collection of collections) dataSize += await dataBytes(store, collection, pace);
    const objects = collections.reduce((sum, { count }) => sum + count, 0);
    return {
      db: database,
      collections: collections.length,
      views: 0,
      objects,
      avgObjSize: objects === 0 ? 0 : dataSize / objects,
      dataSize: dataSize / scale,
      // All databases share one file.
      storageSize: store.sizeOnDisk() / scale,
      indexes: collections.reduce((sum, { indexes }) => sum + indexes.length, 0),
      scaleFactor: scale,
    };
  },
};

export const collStats: Command = {
  name: 'collStats',
  fields: ['scale'],
  async run(invocation) {
    const { server, args, pace } = invocation;
    const namespace = namespaceOf(invocation);
    const collection = server.store.catalog.get(namespace);
    const scale = args.count('scale', 1) || 1;
    if (!collection)
      return { ns: namespace, count: 0, size: 0, storageSize: 0, nindexes: 0, scaleFactor: scale };
    const size = await dataBytes(server.store, collection, pace);
    return {
      ns: namespace,
      count: collection.count,
      size: size / scale,
      ...(collection.count > 0 && { avgObjSize: size / collection.count }),
      storageSize: size / scale,
      capped: false,
      nindexes: collection.indexes.length,
      scaleFactor: scale,
    };
  },
};

/** What `$collStats` says of storage. Indexes and documents lie in one file, so that the space of each is not known. */
export async function storageStatistics(store: Store, collection: Collection, pace: Pace): Promise<Doc> {
  const { count, indexes } = collection;
  const size = await dataBytes(store, collection, pace);
  const none = new Double(0);
  return new Map<string, Value>([
    ['size', new Double(size)],
    ['count', new Int32(count)],
    ['avgObjSize', new Double(count === 0 ? 0 : size / count)],
    ['storageSize', new Double(size)],
    ['freeStorageSize', none],
    ['capped', false],
    ['nindexes', new Int32(indexes.length)],
    ['totalIndexSize', none],
    ['totalSize', new Double(size)],
    ['indexSizes', new Map(indexes.map(({ name }) => [name, none]))],
    ['indexDetails', new Map()],
    ['scaleFactor', new Int32(1)],
  ]);
}

/** The sum of the documents' lengths; reads all of them. */
async function dataBytes(store: Store, collection: Collection, pace: Pace): Promise<number> {
  const PIECE = 256;
  const end = idPrefix(collection.id + 1);
  let bytes = 0;
  for (let last: Buffer | undefined = idPrefix(collection.id); last;) {
    const start: Buffer = last;
    let read = 0;
    for (const { key, value } of store.documents.getRange({
      start,
      end,
      exclusiveStart: true,
      limit: PIECE,
    })) {
      read++;
      bytes += value.length;
      last = key;
    }
    if (read < PIECE) last = undefined;
    await pace.giveWay();
  }
  return bytes;
}
