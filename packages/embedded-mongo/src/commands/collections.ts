import { Binary } from 'bson';
import { parsePipeline } from '../aggregate/pipeline.ts';
import { encodeDocument } from '../bson/encode.ts';
import { MongoError, notSupported } from '../errors.ts';
import { matches } from '../query/match.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { decodeDocument } from '../bson/decode.ts';
import type { Collection } from '../storage/collection.ts';
import type { View } from '../storage/views.ts';
import type { Store } from '../storage/store.ts';
import type { Command, Invocation, Reply } from './command.ts';
import { listReply } from './cursor.ts';
import { namespaceOf } from './namespace.ts';

/** @throws MongoError NamespaceNotFound */
export function existingCollection(store: Store, namespace: string): Collection {
  const collection = store.catalog.get(namespace);
  if (collection) return collection;
  throw new MongoError('NamespaceNotFound', `ns not found ${namespace}`);
}

export const create: Command = {
  name: 'create',
  readsViews: true,
  fields: [
    ...['capped', 'timeseries', 'viewOn', 'pipeline', 'validator', 'collation', 'clusteredIndex'],
    ...[
      'expireAfterSeconds',
      'changeStreamPreAndPostImages',
      'encryptedFields',
      'size',
      'max',
      'autoIndexId',
    ],
    ...['validationLevel', 'validationAction', 'storageEngine', 'indexOptionDefaults', 'flags'],
  ],
  writes: true,
  async run(invocation) {
    const { server, args } = invocation;
    const namespace = namespaceOf(invocation);
    args.refuse('capped', 'timeseries', 'validator', 'clusteredIndex');
    if (invocation.context.collation) throw notSupported('the default collation of a collection');
    if (args.has('viewOn')) return createView(invocation, namespace);
    args.refuse('expireAfterSeconds', 'changeStreamPreAndPostImages', 'encryptedFields');
    await server.store.transaction((tx) => {
      // As in MongoDB, creating what is there already with the same options does nothing.
      if (!server.store.catalog.get(namespace)) server.store.catalog.create(tx, namespace);
    });
    return {};
  },
};

async function createView(
  { server, args, database, context }: Invocation,
  namespace: string,
): Promise<Reply> {
  const { store } = server;
  const on = `${database}.${args.string('viewOn')}`;
  const pipeline = args.array('pipeline', []);
  const { source, output } = parsePipeline(pipeline, database, context);
  if (source || output) throw notSupported('a view of anything but the documents of a collection');
  await store.transaction((tx) => {
    if (store.catalog.get(namespace) ?? store.catalog.views.get(namespace)) {
      throw new MongoError('NamespaceExists', `Collection ${namespace} already exists.`);
    }
    store.catalog.views.create(tx, { namespace, on, pipeline });
  });
  return {};
}

export const drop: Command = {
  name: 'drop',
  readsViews: true,
  fields: [],
  writes: true,
  async run(invocation) {
    const { store, garbage } = invocation.server;
    const namespace = namespaceOf(invocation);
    const indexes = await store.transaction((tx) => {
      const collection = store.catalog.get(namespace);
      if (collection) store.catalog.drop(tx, collection);
      if (store.catalog.views.get(namespace)) store.catalog.views.drop(tx, namespace);
      return collection?.indexes.length;
    });
    garbage.start();
    return indexes === undefined ? {} : { nIndexesWas: indexes, ns: namespace };
  },
};

export const dropDatabase: Command = {
  name: 'dropDatabase',
  fields: [],
  writes: true,
  async run({ server, database }) {
    const { store, garbage } = server;
    await store.transaction((tx) => {
      for (const collection of store.catalog.all()) {
        if (collection.database === database) store.catalog.drop(tx, collection);
      }
      for (const { namespace } of store.catalog.views.of(database)) store.catalog.views.drop(tx, namespace);
    });
    garbage.start();
    return { dropped: database };
  },
};

export const renameCollection: Command = {
  name: 'renameCollection',
  fields: ['to', 'dropTarget'],
  adminOnly: true,
  writes: true,
  async run({ server, args }) {
    const { store, garbage } = server;
    const [from, to] = [args.string('renameCollection'), args.string('to')];
    const dropTarget = args.boolean('dropTarget', false);
    if (from === to) throw new MongoError('IllegalOperation', "Can't rename a collection to itself");
    await store.transaction((tx) => {
      const collection = existingCollection(store, from);
      if (collection.indexes.some(({ ready }) => !ready)) {
        throw notSupported('renaming a collection while an index is being built');
      }
      const target = store.catalog.get(to);
      if (target && !dropTarget) throw new MongoError('NamespaceExists', 'target namespace exists');
      if (target) store.catalog.drop(tx, target);
      store.catalog.rename(tx, collection, to);
    });
    garbage.start();
    return {};
  },
};

export const listCollections: Command = {
  name: 'listCollections',
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run({ server, args, database }) {
    const filter = parseFilter(args.document('filter', new Map()));
    const { catalog } = server.store;
    const collections = catalog.all().filter((collection) => collection.database === database);
    const documents = [
      ...collections.map(describeCollection),
      ...catalog.views.of(database).map(describeView),
    ]
      .map((description) => encodeDocument(description))
      .filter((raw) => matches(filter, decodeDocument(raw)));
    return listReply(`${database}.$cmd.listCollections`, documents);
  },
};

function describeCollection({ name, uuid }: Collection): Record<string, unknown> {
  return {
    name,
    type: 'collection',
    options: {},
    info: {
      readOnly: false,
      uuid: new Binary(Buffer.from(uuid.replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID),
    },
    idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
  };
}

function describeView({ namespace, on, pipeline }: View): Record<string, unknown> {
  const nameIn = (full: string): string => full.slice(full.indexOf('.') + 1);
  return {
    name: nameIn(namespace),
    type: 'view',
    options: { viewOn: nameIn(on), pipeline },
    info: { readOnly: true },
  };
}

export const listDatabases: Command = {
  name: 'listDatabases',
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  adminOnly: true,
  run({ server, args }) {
    const filter = parseFilter(args.document('filter', new Map()));
    const nameOnly = args.boolean('nameOnly', false);
    const names = [...new Set(server.store.catalog.all().map(({ database }) => database))].sort();
    const databases = names
      .map((name) => (nameOnly ? { name } : { name, sizeOnDisk: 0n, empty: false }))
      .filter((entry) => matches(filter, decodeDocument(encodeDocument(entry))));
    // All databases share one file: only the total is known.
    return nameOnly ? { databases } : { databases, totalSize: BigInt(server.store.sizeOnDisk()) };
  },
};
