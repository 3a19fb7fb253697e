import { describe } from '../bson/describe.ts';
import { encodeDocument } from '../bson/encode.ts';
import { isNumber, toDouble } from '../bson/numbers.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { buildIndex } from '../storage/build-index.ts';
import type { Collection, Direction, Index, KeyPattern } from '../storage/collection.ts';
import { MAX_INDEXES_PER_COLLECTION } from '../storage/limits.ts';
import { Arguments } from './arguments.ts';
import { existingCollection } from './collections.ts';
import type { Command } from './command.ts';
import { listReply } from './cursor.ts';
import { namespaceOf } from './namespace.ts';

type IndexSpec = Pick<Index, 'name' | 'key' | 'unique'>;

export const createIndexes: Command = {
  name: 'createIndexes',
  fields: ['indexes', 'commitQuorum'],
  writes: true,
  async run(invocation) {
    const { server, args, pace } = invocation;
    const { store, garbage } = server;
    const namespace = namespaceOf(invocation);
    const specs = args.array('indexes').map(parseIndex);
    if (specs.length === 0) throw new MongoError('BadValue', 'Must specify at least one index to create');
    const existed = store.catalog.get(namespace) !== undefined;
    const collection = await store.transaction(
      (tx) => store.catalog.get(namespace) ?? store.catalog.create(tx, namespace),
    );
    const before = collection.indexes.length;
    for (const spec of specs) {
      if (isPresent(collection, spec)) continue;
      if (collection.indexes.length >= MAX_INDEXES_PER_COLLECTION) {
        throw new MongoError('CannotCreateIndex', `add index fails, too many indexes for ${namespace}`);
      }
      try {
        await buildIndex(store, collection, spec, pace);
      } catch (error) {
        garbage.start();
        throw error;
      }
    }
    const after = collection.indexes.length;
    return {
      numIndexesBefore: before,
      numIndexesAfter: after,
      createdCollectionAutomatically: !existed,
      ...(before === after && { note: 'all indexes already exist' }),
    };
  },
};

const INDEX_FIELDS = ['key', 'name', 'unique', 'v', 'ns', 'background'];
const REFUSED_INDEX_FIELDS = [
  ...['partialFilterExpression', 'sparse', 'expireAfterSeconds', 'hidden', 'collation', 'weights'],
  ...['wildcardProjection', 'storageEngine', 'default_language', 'prepareUnique', 'clustered'],
];

function parseIndex(value: Value): IndexSpec {
  if (!isDoc(value)) throw new MongoError('TypeMismatch', "The elements of 'indexes' must be objects");
  const args = new Arguments('createIndexes.indexes', value)
    .allow([...INDEX_FIELDS, ...REFUSED_INDEX_FIELDS])
    .refuse(...REFUSED_INDEX_FIELDS);
  if (value.has('expireAfterSeconds')) throw notSupported('expireAfterSeconds (TTL)');
  const key = parseKey(args.document('key'));
  const name = args.string('name');
  if (name === '' || name === '*') throw new MongoError('CannotCreateIndex', `invalid index name '${name}'`);
  return { name, key, unique: args.boolean('unique', false) };
}

function parseKey(doc: Doc): KeyPattern {
  const key = [...doc].map(([path, value]): [string, Direction] => {
    if (typeof value === 'string') throw notSupported(`an index of the type '${value}'`);
    if (path.includes('$**')) throw notSupported('a wildcard index');
    const direction = isNumber(value) ? toDouble(value) : 0;
    if (!direction || path.split('.').some((name) => name === '' || name.startsWith('$'))) {
      throw new MongoError('CannotCreateIndex', `Error in specification: bad index key at '${path}'`);
    }
    return [path, direction > 0 ? 1 : -1];
  });
  if (key.length > 0 && key.length <= 32) return key;
  throw new MongoError('CannotCreateIndex', 'Index keys must have between 1 and 32 fields');
}

const patternOf = (key: KeyPattern): string => JSON.stringify(key);

/** Whether the very index is there. @throws MongoError if one is in its way */
function isPresent(collection: Collection, { name, key, unique }: IndexSpec): boolean {
  const isIdIndex = patternOf(key) === patternOf([['_id', 1]]);
  if (isIdIndex) return true;
  const sameKey = collection.indexes.find((index) => patternOf(index.key) === patternOf(key));
  const sameName = collection.indexes.find((index) => index.name === name);
  if (sameName && sameName !== sameKey) {
    throw new MongoError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index, but another key: ${name}`,
    );
  }
  if (!sameKey) return false;
  if (sameKey.unique !== unique) {
    const conflict = sameName ? 'IndexKeySpecsConflict' : 'IndexOptionsConflict';
    throw new MongoError(
      conflict,
      `An equivalent index already exists with different options: ${sameKey.name}`,
    );
  }
  if (sameKey.name !== name) {
    throw new MongoError(
      'IndexOptionsConflict',
      `Index already exists with a different name: ${sameKey.name}`,
    );
  }
  return true;
}

export const dropIndexes: Command = {
  name: 'dropIndexes',
  fields: ['index'],
  writes: true,
  async run(invocation) {
    const { server, args } = invocation;
    const { store, garbage } = server;
    const namespace = namespaceOf(invocation);
    const wanted = args.value('index');
    const before = await store.transaction((tx) => {
      const collection = existingCollection(store, namespace);
      const count = collection.indexes.length;
      store.catalog.dropIndexes(tx, collection, indexesNamed(collection, wanted));
      return count;
    });
    garbage.start();
    return { nIndexesWas: before };
  },
};

function indexesNamed(collection: Collection, wanted: Value | undefined): Index[] {
  if (wanted === '*') return collection.indexes.filter(({ name }) => name !== '_id_');
  if (Array.isArray(wanted)) return wanted.flatMap((one) => indexesNamed(collection, one));
  const index = collection.indexes.find(({ name, key }) =>
    isDoc(wanted) ? patternOf(key) === patternOf(parseKey(wanted)) : name === wanted,
  );
  if (!index) {
    const text = isDoc(wanted) ? patternOf(parseKey(wanted)) : describe(wanted);
    throw new MongoError('IndexNotFound', `index not found with name [${text}]`);
  }
  if (index.name === '_id_') throw new MongoError('InvalidOptions', 'cannot drop _id index');
  return [index];
}

export const listIndexes: Command = {
  name: 'listIndexes',
  fields: ['cursor'],
  run(invocation) {
    const namespace = namespaceOf(invocation);
    const collection = invocation.server.store.catalog.get(namespace);
    if (!collection) throw new MongoError('NamespaceNotFound', `ns does not exist: ${namespace}`);
    const documents = collection.indexes
      .filter(({ ready }) => ready)
      .map(({ name, key, unique }) =>
        encodeDocument({
          v: 2,
          key: new Map(key),
          name,
          ...(unique && name !== '_id_' && { unique: true }),
        }),
      );
    return listReply(namespace, documents);
  },
};
