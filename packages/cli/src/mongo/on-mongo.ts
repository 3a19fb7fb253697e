import { DumpError } from '@ted/mongodump';
import { CliError } from '../errors.ts';
import { stackPaths } from '../paths.ts';
import { withMongo } from '../with-mongo.ts';

/** Runs something on the MongoDB that `--url` names, or else on the stack's. Errors of a dump become the command's. */
export async function onMongo<T>(
  { data, url }: { data?: string | undefined; url?: string | undefined },
  use: (url: string) => Promise<T>,
): Promise<T> {
  try {
    if (url !== undefined) return await use(url);
    return await withMongo(stackPaths(data), (line) => console.error(line), use);
  } catch (error) {
    throw error instanceof DumpError ? new CliError(error.message) : error;
  }
}
