import { Database, demandIndexes, isInfrastructureError } from '@ted/storage';
import { CliError, messageOf } from './errors.ts';
import type { StackPaths } from './paths.ts';
import { withMongo } from './with-mongo.ts';

/**
 * Runs something on the stack's database; see {@link withMongo}. What is said on the way goes to standard error.
 * @throws CliError if MongoDB cannot be reached or fails, or the database is not migrated
 */
export async function withDatabase<T>(
  paths: StackPaths,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const say = (line: string): void => console.error(line);
  return withMongo(paths, say, async (url) => {
    const database = new Database({ url });
    try {
      await open(database);
      return await use(database);
    } catch (error) {
      throw isInfrastructureError(error) ? new CliError(`MongoDB failed: ${messageOf(error)}`) : error;
    } finally {
      await database.close();
    }
  });
}

async function open(database: Database): Promise<void> {
  try {
    await database.open();
  } catch (error) {
    throw new CliError(`MongoDB connection failed: ${messageOf(error)}`);
  }
  try {
    // Without the unique keys repeats would make duplicates, and documents of an earlier TED have other names.
    await demandIndexes(database);
  } catch (error) {
    throw new CliError(messageOf(error));
  }
}
