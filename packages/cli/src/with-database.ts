import { Database, demandIndexes, isInfrastructureError } from '@ted/storage';
import { CliError, messageOf } from './errors.ts';
import type { StackPaths } from './paths.ts';
import { withMongo } from './with-mongo.ts';

/**
 * Runs something on the stack's database, migrated or not; see {@link withMongo}.
 * @param say is told what happens on the way
 * @throws CliError if MongoDB cannot be reached or fails
 */
export function withAnyDatabase<T>(
  paths: StackPaths,
  say: (line: string) => void,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  return withMongo(paths, say, async (url) => {
    const database = new Database({ url });
    try {
      await database.open().catch((error: unknown) => {
        throw new CliError(`MongoDB connection failed: ${messageOf(error)}`);
      });
      return await use(database);
    } catch (error) {
      throw isInfrastructureError(error) ? new CliError(`MongoDB failed: ${messageOf(error)}`) : error;
    } finally {
      await database.close();
    }
  });
}

/**
 * Runs something on the stack's database as the workers use it. What is said on the way goes to standard error.
 * @throws CliError if MongoDB cannot be reached or fails, or the database is not migrated
 */
export function withDatabase<T>(paths: StackPaths, use: (database: Database) => Promise<T>): Promise<T> {
  return withAnyDatabase(
    paths,
    (line) => console.error(line),
    async (database) => {
      // Without the unique keys repeats would make duplicates, and documents of an earlier TED have other names.
      await demandIndexes(database).catch((error: unknown) => {
        throw new CliError(messageOf(error));
      });
      return use(database);
    },
  );
}
