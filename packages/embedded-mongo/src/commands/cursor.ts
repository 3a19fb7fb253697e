import { MongoError } from '../errors.ts';
import { Cursor } from '../query/cursors.ts';
import { cursorReply } from '../wire/cursor-reply.ts';
import type { Command, Invocation, Reply } from './command.ts';

/** Gives the first batch of results and keeps a cursor for the rest. */
export async function openCursor(
  { server }: Invocation,
  namespace: string,
  pieces: AsyncGenerator<Buffer[]>,
  batchSize: number,
  singleBatch = false,
): Promise<Reply> {
  const cursor = new Cursor(namespace, pieces);
  const { documents, ended } = await cursor.batch(batchSize);
  if (ended || singleBatch) {
    await cursor.close();
    return cursorReply('firstBatch', documents, 0n, namespace);
  }
  return cursorReply('firstBatch', documents, server.cursors.add(cursor), namespace);
}

/** All of it in one batch: for lists that are short and known already. */
export function listReply(namespace: string, documents: readonly Buffer[]): Buffer {
  return cursorReply('firstBatch', documents, 0n, namespace);
}

export const getMore: Command = {
  name: 'getMore',
  fields: ['collection', 'batchSize'],
  async run({ server, args, database }) {
    const id = args.value('getMore');
    if (typeof id !== 'bigint') throw new MongoError('TypeMismatch', "BSON field 'getMore' must be a long");
    const namespace = `${database}.${args.string('collection')}`;
    const size = args.count('batchSize', 0);
    const cursor = server.cursors.take(id, namespace);
    server.statistics.operations.getmore++;
    const { documents, ended } = await cursor.batch(size === 0 ? Infinity : size);
    if (ended) await cursor.close();
    else server.cursors.giveBack(id, cursor);
    return cursorReply('nextBatch', documents, ended ? 0n : id, namespace);
  },
};

export const killCursors: Command = {
  name: 'killCursors',
  fields: ['cursors'],
  async run({ server, args }) {
    const reply = { cursorsKilled: [] as bigint[], cursorsNotFound: [] as bigint[] };
    for (const value of args.array('cursors')) {
      if (typeof value !== 'bigint') throw new MongoError('TypeMismatch', "'cursors' must hold longs");
      const killed = await server.cursors.kill(value);
      (killed ? reply.cursorsKilled : reply.cursorsNotFound).push(value);
    }
    return { ...reply, cursorsAlive: [], cursorsUnknown: [] };
  },
};
