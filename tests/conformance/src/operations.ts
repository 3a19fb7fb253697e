import {
  ClientSession,
  Collection,
  Db,
  MongoClient,
  type AnyBulkWriteOperation,
  type Document,
} from 'mongodb';
import type { Entities } from './entities.ts';
import { Skipped, type Fields, type Operation } from './format.ts';

/** Runs one operation of a test and gives its result in the form that tests expect. */
export async function runOperation(
  operation: Operation,
  entities: Entities,
  failPoints: FailPoints,
): Promise<unknown> {
  const { name, object } = operation;
  const args = resolveSession(operation.arguments ?? {}, entities);
  if (object === 'testRunner') return onRunner(name, args, entities, failPoints);
  const entity = entities.get(object);
  if (entity instanceof Collection) return onCollection(name, entity, args);
  if (entity instanceof Db) return onDatabase(name, entity, args);
  if (entity instanceof MongoClient) return onClient(name, entity, args);
  if (entity instanceof ClientSession) return onSession(name, entity);
  throw unknown(name, object);
}

const unknown = (name: string, object: string): Skipped =>
  new Skipped(`the runner does not know the operation ${name} on ${object}`);

function resolveSession(args: Fields, entities: Entities): Fields {
  return typeof args.session === 'string' ? { ...args, session: entities.get(args.session) } : args;
}

/** Switched off again after the test. */
export type FailPoints = { client: MongoClient; name: string }[];

async function onRunner(
  name: string,
  args: Fields,
  entities: Entities,
  failPoints: FailPoints,
): Promise<unknown> {
  switch (name) {
    case 'failPoint': {
      const client = entities.client(args.client);
      const command = args.failPoint as Document;
      await client.db('admin').command(command);
      failPoints.push({ client, name: command.configureFailPoint as string });
      return undefined;
    }
    case 'createEntities':
      return entities.create(args.entities as Record<string, Fields>[]);
    default:
      throw unknown(name, 'testRunner');
  }
}

type Run<T> = (target: T, args: Fields) => Promise<unknown>;

/** Splits the arguments that the driver takes by place from its options. */
function split(args: Fields, ...names: string[]): [Fields, never] {
  const options = Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));
  return [args, options as never];
}

const ON_COLLECTION: Readonly<Record<string, Run<Collection>>> = {
  aggregate: (collection, args) => {
    const [{ pipeline }, options] = split(args, 'pipeline');
    return collection.aggregate(pipeline as Document[], options).toArray();
  },
  bulkWrite: async (collection, args) => {
    const [{ requests }, options] = split(args, 'requests');
    return bulkResult(await collection.bulkWrite(requests as AnyBulkWriteOperation[], options));
  },
  // The driver calls it deprecated, the specification still tests it.
  count: (collection, args) => {
    const [{ filter }, options] = split(args, 'filter');
    return collection.count(filter as object, options);
  },
  countDocuments: (collection, args) => {
    const [{ filter }, options] = split(args, 'filter');
    return collection.countDocuments(filter as object, options);
  },
  createIndex: (collection, args) => {
    const [{ keys }, options] = split(args, 'keys');
    return collection.createIndex(keys as Record<string, 1 | -1>, options);
  },
  deleteMany: (collection, args) => {
    const [{ filter }, options] = split(args, 'filter');
    return collection.deleteMany(filter as object, options);
  },
  deleteOne: (collection, args) => {
    const [{ filter }, options] = split(args, 'filter');
    return collection.deleteOne(filter as object, options);
  },
  distinct: (collection, args) => {
    const [{ fieldName, filter }, options] = split(args, 'fieldName', 'filter');
    return collection.distinct(fieldName as string, filter as object, options);
  },
  estimatedDocumentCount: (collection, args) => collection.estimatedDocumentCount(args),
  find: (collection, args) => {
    const [{ filter }, options] = split(args, 'filter');
    return collection.find(filter as object, options).toArray();
  },
  findOne: (collection, args) => {
    const [{ filter }, options] = split(args, 'filter');
    return collection.findOne(filter as object, options);
  },
  findOneAndDelete: (collection, args) => {
    const [{ filter }, options] = split(args, 'filter');
    return collection.findOneAndDelete(filter as object, options);
  },
  findOneAndReplace: (collection, args) => {
    const [{ filter, replacement }, options] = split(args, 'filter', 'replacement');
    return collection.findOneAndReplace(filter as object, replacement as object, lowerReturn(options));
  },
  findOneAndUpdate: (collection, args) => {
    const [{ filter, update }, options] = split(args, 'filter', 'update');
    return collection.findOneAndUpdate(filter as object, update as object, lowerReturn(options));
  },
  insertMany: (collection, args) => {
    const [{ documents }, options] = split(args, 'documents');
    return collection.insertMany(documents as object[], options);
  },
  insertOne: (collection, args) => {
    const [{ document }, options] = split(args, 'document');
    return collection.insertOne(document as object, options);
  },
  listIndexes: (collection, args) => collection.listIndexes(args).toArray(),
  replaceOne: async (collection, args) => {
    const [{ filter, replacement }, options] = split(args, 'filter', 'replacement');
    return updateResult(await collection.replaceOne(filter as object, replacement as object, options));
  },
  updateMany: async (collection, args) => {
    const [{ filter, update }, options] = split(args, 'filter', 'update');
    return updateResult(await collection.updateMany(filter as object, update as object, options));
  },
  updateOne: async (collection, args) => {
    const [{ filter, update }, options] = split(args, 'filter', 'update');
    return updateResult(await collection.updateOne(filter as object, update as object, options));
  },
};

function onCollection(name: string, collection: Collection, args: Fields): Promise<unknown> {
  const run = ON_COLLECTION[name];
  if (!run) throw unknown(name, 'a collection');
  return run(collection, args);
}

/** `Before` and `After` of the specification. */
function lowerReturn(options: { returnDocument?: string }): never {
  const { returnDocument } = options;
  return { ...options, ...(returnDocument && { returnDocument: returnDocument.toLowerCase() }) } as never;
}

/** The driver says null where the specification wants nothing. */
function updateResult({ upsertedId, ...result }: object & { upsertedId?: unknown }): object {
  return upsertedId === null || upsertedId === undefined ? result : { ...result, upsertedId };
}

const BULK_FIELDS = [
  ...[
    'insertedCount',
    'insertedIds',
    'matchedCount',
    'modifiedCount',
    'deletedCount',
    'upsertedCount',
    'upsertedIds',
  ],
] as const;

/** The driver's results of bulks hold getters. */
export function bulkResult(result: unknown): Fields {
  const given = result as Fields;
  return Object.fromEntries(
    BULK_FIELDS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
}

function onDatabase(name: string, database: Db, args: Fields): Promise<unknown> {
  switch (name) {
    case 'aggregate': {
      const [{ pipeline }, options] = split(args, 'pipeline');
      return database.aggregate(pipeline as Document[], options).toArray();
    }
    case 'createCollection': {
      const [{ collection }, options] = split(args, 'collection');
      return database.createCollection(collection as string, options).then(() => undefined);
    }
    case 'dropCollection': {
      const [{ collection }, options] = split(args, 'collection');
      return database.dropCollection(collection as string, options);
    }
    case 'listCollections':
      return database.listCollections((args.filter as object | undefined) ?? {}).toArray();
    case 'runCommand':
      return database.command(args.command as Document);
    default:
      throw unknown(name, 'a database');
  }
}

async function onClient(name: string, client: MongoClient, args: Fields): Promise<unknown> {
  if (name !== 'clientBulkWrite') throw unknown(name, 'a client');
  const [{ models }, options] = split(args, 'models');
  const flat = (models as Record<string, Fields>[]).map((model) => {
    const [kind, fields] = Object.entries(model)[0]!;
    return { name: kind, ...fields };
  });
  return clientBulkResult(await client.bulkWrite(flat as never, options));
}

/** Results by index are Maps in the driver and documents in tests. */
export function clientBulkResult(result: unknown): Fields {
  const entries = Object.entries(result as Fields).map(([name, value]) => [
    name,
    value instanceof Map ? Object.fromEntries(value) : value,
  ]);
  return Object.fromEntries(entries) as Fields;
}

async function onSession(name: string, session: ClientSession): Promise<unknown> {
  switch (name) {
    case 'startTransaction':
      return session.startTransaction();
    case 'commitTransaction':
      return session.commitTransaction();
    case 'abortTransaction':
      return session.abortTransaction();
    case 'endSession':
      return session.endSession();
    default:
      throw unknown(name, 'a session');
  }
}
