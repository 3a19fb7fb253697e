import { migrate } from '@ted/storage';
import { CliError, messageOf } from '../errors.ts';

const RETRY_MS = 2_000;

/**
 * Brings the database to the state that the services need. Where MongoDB cannot be reached it is tried again in the
 * background: until then the workers store nothing and everything waits in the outbox.
 * @throws CliError when MongoDB answers and the migration still does not work
 */
export async function runMigration(
  mongoUrl: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const problem = await attempt(mongoUrl, log);
  if (problem === undefined) return;
  log(`${problem}. TED goes on without it: records wait on disk, and the migration runs once it is back.`);
  const timer = setInterval(() => {
    attempt(mongoUrl, log).then(
      (stillAway) => stillAway === undefined && clearInterval(timer),
      (error: unknown) => {
        clearInterval(timer);
        log(messageOf(error));
      },
    );
  }, RETRY_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** One migration. Returns what is wrong if MongoDB cannot be reached, undefined if all went well. */
async function attempt(mongoUrl: string, log: (line: string) => void): Promise<string | undefined> {
  try {
    await migrate({ mongoUrl, checkOnly: false, log });
    return undefined;
  } catch (error) {
    const message = messageOf(error);
    if (message.startsWith('MongoDB connection failed')) return message;
    throw new CliError(`the migration did not work: ${message}; look at it with: ./ted migrate --check-only`);
  }
}
