import { randomBytes } from 'node:crypto';
import { Database, migrate } from '@ted/storage';

/** The suite's MongoDB with a database name of its own. */
export function freshMongoUrl(): string {
  const url = new URL(process.env.TED_TEST_MONGO_URL!);
  url.pathname = `/ted_test_${randomBytes(6).toString('hex')}`;
  return url.toString();
}

/** A migrated, empty database of this test's own. */
export async function freshDatabase(): Promise<Database> {
  const url = freshMongoUrl();
  await migrate({ mongoUrl: url, checkOnly: false, log: () => undefined });
  return openDatabase(url);
}

export async function openDatabase(url: string): Promise<Database> {
  const database = new Database({ url });
  await database.open();
  return database;
}

/** A migrated database for the tests of a file, empty before each. */
export function databaseOfTests(): { readonly database: Database } {
  const shared = {} as { database: Database };
  beforeAll(async () => {
    shared.database = await freshDatabase();
  });
  afterAll(() => dropDatabase(shared.database));
  afterEach(async () => {
    for (const model of Object.values(shared.database.models)) await model.collection.deleteMany({});
  });
  return shared;
}

/** Removes the database and closes the connection. */
export async function dropDatabase(database: Database): Promise<void> {
  await database.connection.dropDatabase();
  await database.close();
}
