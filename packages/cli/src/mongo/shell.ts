import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { CliError, ExitWith, messageOf } from '../errors.ts';
import { findProgram } from '../find-program.ts';
import { onMongo } from './on-mongo.ts';

/** The version that is fetched where no mongosh is installed. */
const MONGOSH = 'mongosh@2.12.0';

/** `./ted mongo shell`: MongoDB's own shell on the stack's database. Throws ExitWith with its exit code. */
export async function openShell(
  data: string | undefined,
  url: string | undefined,
  args: readonly string[],
): Promise<never> {
  throw new ExitWith(await onMongo({ data, url }, (found) => runShell([found, ...args])));
}

/** At this terminal and in its foreground: mongosh takes its keys, Ctrl-C among them, itself. */
async function runShell(args: readonly string[]): Promise<number> {
  const installed = findProgram('mongosh');
  const command = installed ?? 'npx';
  const first = installed ? [] : ['--yes', '--loglevel', 'error', MONGOSH];
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  try {
    // Its native parts are for what TED has no use for (Kerberos, encryption): building them takes minutes and a compiler.
    const env = { ...process.env, npm_config_ignore_scripts: 'true' };
    const child = spawn(command, [...first, ...args], { stdio: 'inherit', env });
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + constants.signals[signal ?? 'SIGTERM'];
  } catch (error) {
    throw new CliError(`mongosh cannot be started: ${messageOf(error)}`);
  } finally {
    process.off('SIGINT', ignore);
  }
}
