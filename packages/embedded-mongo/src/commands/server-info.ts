import { VERSION } from '../version.ts';
import { MAX_DOCUMENT_BYTES } from '../storage/limits.ts';
import { MAX_MESSAGE_BYTES } from '../wire/frames.ts';
import { MAX_WRITE_BATCH_SIZE } from './bulk.ts';
import { loginInHello } from './login.ts';
import type { Command, Invocation } from './command.ts';

/**
 * What a driver asks first. No `topologyVersion`, so that it polls instead of waiting for changes; no `setName`: a
 * standalone server, which has neither transactions nor retryable writes.
 */
function sayHello(invocation: Invocation): Record<string, unknown> {
  return {
    ...loginInHello(invocation),
    helloOk: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH_SIZE,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: invocation.connectionId,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
  };
}

const HELLO_FIELDS = [
  ...['helloOk', 'client', 'compression', 'loadBalanced', 'saslSupportedMechs', 'speculativeAuthenticate'],
  ...['topologyVersion', 'maxAwaitTimeMS', 'hostInfo', 'backpressure', 'forShell'],
];

export const hello: Command = {
  name: 'hello',
  beforeLogin: true,
  fields: HELLO_FIELDS,
  run: (invocation) => ({ isWritablePrimary: true, ...sayHello(invocation) }),
};

export const isMaster: Command = {
  name: 'isMaster',
  beforeLogin: true,
  fields: HELLO_FIELDS,
  run: (invocation) => ({ ismaster: true, ...sayHello(invocation) }),
};

export const ping: Command = { name: 'ping', fields: [], beforeLogin: true, run: () => ({}) };

export const buildInfo: Command = {
  name: 'buildInfo',
  beforeLogin: true,
  fields: [],
  run: () => ({
    version: VERSION,
    versionArray: [...VERSION.split('.').map(Number), 0],
    gitVersion: 'none',
    modules: ['ted-embedded'],
    storageEngines: ['lmdb'],
    javascriptEngine: 'none',
    sysInfo: 'deprecated',
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  }),
};

export const serverStatus: Command = {
  name: 'serverStatus',
  // Switches of sections that are not there anyway.
  fields: ['repl', 'metrics', 'locks', 'wiredTiger', 'tcmalloc', 'mirroredReads', 'latchAnalysis'],
  run({ server }) {
    const { operations, connections, connectionsCreated, startedAt } = server.statistics;
    const uptimeMs = server.statistics.uptimeMs();
    const memory = process.memoryUsage();
    return {
      host: 'localhost',
      version: VERSION,
      process: 'ted-embedded-mongo',
      modules: ['ted-embedded'],
      pid: BigInt(process.pid),
      uptime: Math.floor(uptimeMs / 1000),
      uptimeMillis: BigInt(Math.floor(uptimeMs)),
      localTime: new Date(),
      startTime: startedAt,
      connections: { current: connections, totalCreated: connectionsCreated },
      opcounters: operations,
      mem: { bits: 64, resident: Math.round(memory.rss / 2 ** 20) },
      metrics: { cursor: { open: { total: server.cursors.size } } },
      storageEngine: { name: 'lmdb', persistent: true },
    };
  },
};

export const connectionStatus: Command = {
  name: 'connectionStatus',
  beforeLogin: true,
  fields: ['showPrivileges'],
  run: ({ login }) => {
    const users = login.userName === undefined ? [] : [{ user: login.userName, db: 'admin' }];
    const roles = users.map(() => ({ role: 'root', db: 'admin' }));
    return { authInfo: { authenticatedUsers: users, authenticatedUserRoles: roles } };
  },
};

/** The parameters that tools ask for before they do anything else. */
const PARAMETERS: Record<string, object> = {
  featureCompatibilityVersion: { version: VERSION.split('.').slice(0, 2).join('.') },
};

export const getParameter: Command = {
  name: 'getParameter',
  fields: Object.keys(PARAMETERS),
  adminOnly: true,
  run({ args }) {
    const all = args.value('getParameter') === '*';
    return Object.fromEntries(Object.entries(PARAMETERS).filter(([name]) => all || args.has(name)));
  },
};

/** Sessions hold nothing here: drivers use them to group operations. */
export const endSessions: Command = { name: 'endSessions', fields: [], run: () => ({}) };
