import { decodeDocument } from '../bson/decode.ts';
import { describe } from '../bson/describe.ts';
import { encodeDocument } from '../bson/encode.ts';
import { isNumber, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { parseLet } from '../aggregate/let.ts';
import { MongoError, notSupported } from '../errors.ts';
import { parseCollation } from '../query/collation.ts';
import type { Context } from '../query/context.ts';
import type { Login } from '../auth/login.ts';
import { Pace } from '../pace.ts';
import { Arguments } from './arguments.ts';
import type { Command, Reply, ServerState } from './command.ts';
import { ConnectionCut } from '../fail-points.ts';
import { findCommand } from './registry.ts';

export interface Request {
  command: Buffer;
  sequences: ReadonlyMap<string, Buffer[]>;
  /** For requests that do not name their database themselves. */
  database?: string;
  server: ServerState;
  connectionId: number;
  login: Login;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Runs a command and gives its answer, or that of its error, in BSON. */
export async function runCommand(request: Request): Promise<Buffer> {
  try {
    const doc = decodeDocument(request.command);
    const name = doc.keys().next().value;
    const command = name === undefined ? undefined : findCommand(name);
    if (!command) throw new MongoError('CommandNotFound', `no such command: '${name ?? ''}'`);
    return encodeReply(await invoke(command, doc, request));
  } catch (error) {
    if (error instanceof ConnectionCut) throw error;
    return encodeDocument(errorReply(error));
  }
}

/** Fields that every command has. */
const COMMON_FIELDS = [
  ...[
    '$db',
    'lsid',
    '$clusterTime',
    '$readPreference',
    'readConcern',
    'writeConcern',
    'comment',
    'maxTimeMS',
  ],
  ...['txnNumber', 'autocommit', 'startTransaction', 'apiVersion', 'apiStrict'],
  ...['apiDeprecationErrors', 'maxTimeMSOpOnly', 'rawData', 'serialization'],
];

async function invoke(command: Command, doc: Doc, request: Request): Promise<Reply> {
  const name = doc.keys().next().value!;
  const args = new Arguments(command.name, doc);
  const database = args.has('$db') ? args.string('$db') : request.database;
  if (database === undefined) throw new MongoError('UnknownField', 'OP_MSG requests require a $db argument');
  args.allow([name, ...command.fields, ...COMMON_FIELDS, ...request.sequences.keys()]);
  checkTransaction(args);
  checkConcerns(args);
  if (command.adminOnly && database !== 'admin') {
    throw new MongoError('Unauthorized', `${command.name} may only be run against the admin database.`);
  }
  const { server, connectionId, sequences, signal, login } = request;
  if (!command.beforeLogin && !login.isAllowed) {
    throw new MongoError('Unauthorized', `Command ${command.name} requires authentication`);
  }
  if (!command.readsViews) refuseView(server, database, args.value(name));
  const added = server.failPoints?.check(command.name);
  server.statistics.operations.command++;
  const pace = new Pace(signal, args.count('maxTimeMS', 0));
  try {
    const reply = await command.run({
      server,
      connectionId,
      login,
      database,
      args,
      sequences,
      pace,
      context: readContext(args),
    });
    return Buffer.isBuffer(reply) ? reply : { ...reply, ...added };
  } finally {
    // Also after an error: a part of a bulk may have been written, and its answer says which.
    if (command.writes) await server.store.flushed();
  }
}

function refuseView({ store }: ServerState, database: string, target: Value | undefined): void {
  if (typeof target !== 'string' || !store.catalog.views.get(`${database}.${target}`)) return;
  throw new MongoError(
    'CommandNotSupportedOnView',
    `Namespace ${database}.${target} is a view, not a collection`,
  );
}

function checkTransaction(args: Arguments): void {
  if (!args.has('txnNumber') && !args.has('startTransaction') && !args.has('autocommit')) return;
  throw new MongoError(
    'IllegalOperation',
    "Transaction numbers are only allowed on a replica set member or mongos; TED's embedded server has no transactions",
  );
}

/** A command that does not take variables or a collation refuses them as any other unknown field. */
function readContext(args: Arguments): Context {
  return {
    variables: parseLet(args.document('let', new Map())),
    collation: parseCollation(args.document('collation', new Map())),
  };
}

/** Every write is flushed before it is acknowledged, so that any concern of one server is met. */
function checkConcerns(args: Arguments): void {
  const level = args.document('readConcern', new Map()).get('level') ?? 'local';
  if (level !== 'local' && level !== 'available' && level !== 'majority') {
    throw notSupported(`the read concern ${describe(level)}`);
  }
  const w = args.document('writeConcern', new Map()).get('w');
  if (isNumber(w) && toDouble(w) > 1) {
    throw new MongoError('BadValue', "cannot use 'w' > 1 when a host is not replicated");
  }
}

function encodeReply(reply: Reply): Buffer {
  return Buffer.isBuffer(reply) ? reply : encodeDocument({ ...reply, ok: 1 });
}

function errorReply(error: unknown): Record<string, unknown> {
  const known = error instanceof MongoError ? error : unforeseen(error);
  return { ok: 0, errmsg: known.message, code: known.code, codeName: known.codeName, ...known.details };
}

function unforeseen(error: unknown): MongoError {
  const message = error instanceof Error ? error.message : String(error);
  // A commit that failed speaks of the server and not of what was to be written.
  if (!(error instanceof Error && 'commitError' in error)) return new MongoError('InternalError', message);
  return new MongoError('OutOfDiskSpace', 'writing to the disk has failed: it is full or broken');
}
