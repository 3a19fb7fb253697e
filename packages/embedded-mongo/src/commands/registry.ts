import { aggregate } from './aggregate.ts';
import {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
} from './collections.ts';
import { bulkWrite } from './bulk-write.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { getMore, killCursors } from './cursor.ts';
import { deleteCommand } from './delete.ts';
import { distinct } from './distinct.ts';
import { explain } from './explain.ts';
import { configureFailPoint } from './configure-fail-point.ts';
import { findAndModify } from './find-and-modify.ts';
import { find } from './find.ts';
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts';
import { insert } from './insert.ts';
import { logout, saslContinue, saslStart } from './login.ts';
import {
  buildInfo,
  connectionStatus,
  endSessions,
  getParameter,
  hello,
  isMaster,
  ping,
  serverStatus,
} from './server-info.ts';
import { collStats, dbStats } from './statistics.ts';
import { update } from './update.ts';

/** Everything that this server can do. */
export const COMMANDS: readonly Command[] = [
  ...[hello, isMaster, ping, buildInfo, serverStatus, connectionStatus, getParameter, endSessions],
  ...[listDatabases, dropDatabase, listCollections, create, drop, renameCollection],
  ...[listIndexes, createIndexes, dropIndexes],
  ...[insert, update, deleteCommand, bulkWrite, find, getMore, killCursors, count, distinct],
  ...[aggregate, findAndModify, explain, dbStats, collStats],
  ...[saslStart, saslContinue, logout, configureFailPoint],
];

/** Other spellings that MongoDB knows. */
const ALIASES: Readonly<Record<string, string>> = {
  ismaster: 'isMaster',
  buildinfo: 'buildInfo',
  findandmodify: 'findAndModify',
  dbstats: 'dbStats',
  collstats: 'collStats',
};

const byName = new Map(COMMANDS.map((command) => [command.name, command]));

export const findCommand = (name: string): Command | undefined => byName.get(ALIASES[name] ?? name);
