/** Brings the database to the state that the services need. Throws CliError when it does not get there. */
import { migrate } from '@ted/storage';
import { CliError, messageOf } from '../errors.ts';

export async function runMigration(mongoUrl: string, log: (line: string) => void): Promise<void> {
  try {
    const { ready } = await migrate({ mongoUrl, checkOnly: false, log });
    if (ready) return;
  } catch (error) {
    throw new CliError(`the migration did not work: ${messageOf(error)}`);
  }
  throw new CliError(
    'the migration did not get the database ready; look at it with: ./ted migrate --check-only',
  );
}
