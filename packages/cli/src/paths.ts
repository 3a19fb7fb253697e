import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The project's root. `./ted` sets TED_ROOT; otherwise it is found from where this module lies: both `src/` and the
 * bundle's `dist/` are three levels below it. Tests set TED_ROOT to a folder with stand-ins for the services' bundles.
 */
export function projectRoot(): string {
  return process.env.TED_ROOT ?? resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
}

/** Where a stack keeps what outlives it. */
export interface StackPaths {
  /** Settings, and the switch that acts live. */
  envFile: string;
  logsDir: string;
  /** Data of Redis, MongoDB and the outbox, and what says whether a stack runs. */
  stateDir: string;
  /** {@link RunningStack} of the stack that runs with this data; absent when none does. */
  stackFile: string;
}

/**
 * The paths of the stack with the given `--data` folder, all in it; without one `.env` and `logs/` lie at the project's
 * root and data in `.ted/`. In a container TED_ENV_FILE names the mounted `.env`.
 */
export function stackPaths(dataOption: string | undefined): StackPaths {
  const root = projectRoot();
  const home = dataOption === undefined ? root : resolve(dataOption);
  const stateDir = dataOption === undefined ? join(root, '.ted') : home;
  return {
    envFile: (dataOption === undefined && process.env.TED_ENV_FILE) || join(home, '.env'),
    logsDir: join(home, 'logs'),
    stateDir,
    stackFile: join(stateDir, 'stack.json'),
  };
}

/** The bundle of a process, for example `bundlePath('services/ingest')`. */
export function bundlePath(packageFolder: string): string {
  return join(projectRoot(), packageFolder, 'dist', 'main.js');
}
