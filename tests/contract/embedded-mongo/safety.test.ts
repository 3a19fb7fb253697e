import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { BSON, MongoClient } from 'mongodb';
import { startTestServer, type TestServer } from './embedded-server.ts';

let test: TestServer;
const open: Socket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await test.stop();
});

/** Sends bytes on a connection of their own and gives what comes back before it is closed, by whichever side. */
async function send(bytes: Buffer, half = true): Promise<Buffer> {
  const socket = connect(test.server.port, '127.0.0.1');
  open.push(socket);
  socket.on('error', () => undefined); // closed while something was still on its way
  const answers: Buffer[] = [];
  socket.on('data', (chunk) => answers.push(chunk));
  if (half) socket.end(bytes);
  else socket.write(bytes);
  await new Promise((resolve) => socket.on('close', resolve)); // `once` would throw the error of a reset
  return Buffer.concat(answers);
}

function message(body: Buffer, opCode = 2013): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, body]);
}

const command = (fields: object): Buffer => Buffer.concat([Buffer.alloc(5), BSON.serialize(fields)]);

it('survives whatever is sent: noise, messages with a wrong byte, truncated BSON, and keeps no memory of it', async () => {
  test = await startTestServer();
  await test.db.collection('c').insertOne({ a: 1 });
  const good = [
    { find: 'c', filter: { a: { $gt: 0 } }, $db: 'test' },
    { insert: 'fuzz', documents: [{ a: [1, { b: 'x' }], d: new Date() }], $db: 'test' },
    { update: 'fuzz', updates: [{ q: { a: 1 }, u: { $set: { 'a.b': 1 } }, upsert: true }], $db: 'test' },
    { aggregate: 'c', pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {}, $db: 'test' },
    { hello: 1, $db: 'admin', speculativeAuthenticate: { saslStart: 1, mechanism: 'x' } },
  ].map((fields) => message(command(fields)));
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const framed = noise.map((bytes) => message(bytes));
  const wrong = fc
    .tuple(fc.constantFrom(...good), fc.nat(), fc.nat(255), fc.boolean())
    .map(([bytes, place, byte, cut]) => {
      const damaged = Buffer.from(bytes);
      if (!cut) damaged[16 + (place % (bytes.length - 16))] = byte;
      return cut ? damaged.subarray(0, place % bytes.length) : damaged;
    });
  await fc.assert(
    fc.asyncProperty(fc.oneof(noise, framed, wrong, wrong), async (bytes) => {
      await send(bytes);
    }),
    { numRuns: 800 },
  );
  expect(await test.db.collection('c').findOne({ a: 1 }, { projection: { _id: 0 } })).toEqual({ a: 1 });
  const { connections } = await test.db.admin().serverStatus();
  expect(connections.current).toBeLessThan(10);
});

it('answers commands of any shape with an error or a result', async () => {
  test = await startTestServer();
  const names = [
    'find',
    'insert',
    'update',
    'delete',
    'aggregate',
    'findAndModify',
    'count',
    'distinct',
    'create',
  ];
  const operators = [
    '$set',
    '$push',
    '$in',
    '$expr',
    '$group',
    '$match',
    '$elemMatch',
    '$out',
    '$slice',
    '$each',
    '$[x]',
  ];
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, 0, -1, 1.5, 'x', '$a', '$$ROOT', '', true, new Date(0), 2n ** 62n),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'a.b', '_id', '0', ...operators), tie('value'), { maxKeys: 3 }),
    ),
  }));
  const fields = [
    ...[
      'filter',
      'query',
      'pipeline',
      'cursor',
      'documents',
      'updates',
      'deletes',
      'update',
      'q',
      'u',
      'sort',
      'fields',
    ],
    ...[
      'projection',
      'hint',
      'key',
      'arrayFilters',
      'let',
      'collation',
      'limit',
      'upsert',
      'remove',
      'viewOn',
    ],
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 5 }),
      async (name, rest) => {
        const error: unknown = await test.db.command({ [name]: 'any', ...rest }).catch((e: unknown) => e);
        if (error instanceof Error)
          expect((error as { codeName?: string }).codeName).not.toBe('InternalError');
      },
    ),
    { numRuns: 1500 },
  );
});

it('closes connections beyond the limit, and those that are idle in the middle of a message do not disturb others', async () => {
  test = await startTestServer({ maxConnections: 60 });
  const slow = message(command({ insert: 'c', documents: [{ text: 'x'.repeat(1000) }], $db: 'test' }));
  for (let i = 0; i < 50; i++) {
    const socket = connect(test.server.port, '127.0.0.1').on('error', () => undefined);
    open.push(socket);
    socket.write(slow.subarray(0, 500));
    await once(socket, 'connect');
  }
  await test.db.collection('c').insertOne({ a: 1 });
  const extra = Array.from({ length: 20 }, () =>
    connect(test.server.port, '127.0.0.1').on('error', () => undefined),
  );
  open.push(...extra);
  await Promise.any(extra.map((socket) => new Promise((resolve) => socket.resume().on('close', resolve))));
  expect(await test.db.collection('c').countDocuments()).toBe(1);
});

describe('with a user', () => {
  const user = { name: 'té,d=1', password: 'pässwörd' };
  const urlFor = (name: string, password: string): string =>
    test.server.url.replace('//', `//${encodeURIComponent(name)}:${encodeURIComponent(password)}@`);

  const connectAs = async (url: string): Promise<MongoClient> => {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 3000 });
    await client
      .connect()
      .catch((error: unknown) => client.close().then(() => Promise.reject(error as Error)));
    return client;
  };

  it('lets only that user in, by SCRAM-SHA-256', async () => {
    test = await startTestServer({ user });
    await expect(test.db.collection('c').insertOne({})).rejects.toMatchObject({ codeName: 'Unauthorized' });
    expect(await test.db.admin().ping()).toEqual({ ok: 1 });
    const client = await connectAs(`${urlFor(user.name, user.password)}/?authMechanism=SCRAM-SHA-256`);
    await client.db('test').collection('c').insertOne({ a: 1 });
    expect(await client.db('admin').command({ connectionStatus: 1 })).toMatchObject({
      authInfo: { authenticatedUsers: [{ user: user.name, db: 'admin' }] },
    });
    await client.close();
    const unnamed = await connectAs(urlFor(user.name, user.password));
    expect(await unnamed.db('test').collection('c').countDocuments()).toBe(1);
    await unnamed.close();
  });

  it('tells a wrong password and an unknown user not apart', async () => {
    test = await startTestServer({ user });
    const errors = await Promise.all(
      [urlFor(user.name, 'wrong'), urlFor('nobody', user.password)].map((url) =>
        connectAs(url).catch((error: unknown) => error),
      ),
    );
    for (const error of errors) expect(error).toMatchObject({ code: 18, message: 'Authentication failed.' });
    await expect(
      connectAs(`${urlFor(user.name, user.password)}/?authMechanism=SCRAM-SHA-1`),
    ).rejects.toMatchObject({
      codeName: 'MechanismUnavailable',
    });
  });

  it('takes no large messages before the login', async () => {
    test = await startTestServer({ user });
    const large = message(command({ insert: 'c', documents: [{ text: 'x'.repeat(100_000) }], $db: 'test' }));
    expect(await send(large, false)).toHaveLength(0);
  });
});
