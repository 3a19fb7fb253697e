import { MongoClient } from 'mongodb';
import { migrate, type Database } from '@ted/storage';
import { freshMongoUrl, openDatabase } from '../../support/database.ts';

/** The suite's MongoDB with this path and query, its own query kept. */
function urlWith(path: string, query = ''): string {
  const url = new URL(freshMongoUrl());
  const own = url.search.slice(1);
  url.pathname = '';
  url.search = '';
  const all = [own, query].filter(Boolean).join('&');
  return `${url.toString().replace(/\/$/, '')}${path}${all ? `${path === '' ? '/' : ''}?${all}` : ''}`;
}

let database: Database | undefined;
afterEach(() => database?.close());

it.each([
  ['no database', '', '', 'rugs_tracker'],
  ['an empty one', '/', '', 'rugs_tracker'],
  ['none, with options', '/', 'maxPoolSize=5', 'rugs_tracker'],
  ['one', '/ted_test_named', '', 'ted_test_named'],
  ['one with options', '/ted_test_named', 'maxPoolSize=5', 'ted_test_named'],
])(
  'a URL that names %s means one and the same database everywhere [defect 24]',
  async (_, path, query, name) => {
    database = await openDatabase(urlWith(path, query));
    expect(database.connection.db!.databaseName).toBe(name);
  },
);

it('the migration takes the database that the services take [defect 24]', async () => {
  const url = freshMongoUrl();
  await migrate({ mongoUrl: url, checkOnly: false, log: () => undefined });
  database = await openDatabase(url);
  const names = (await database.connection.listCollections()).map(({ name }) => name);
  expect(names).toContain('games');
  expect(database.connection.db!.databaseName).toBe(new URL(url).pathname.slice(1));
  const client = await MongoClient.connect(url);
  await client.db().dropDatabase();
  await client.close();
});
