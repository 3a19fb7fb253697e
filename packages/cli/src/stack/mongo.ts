import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../find-program.ts';
import { freePort } from '../free-port.ts';
import { bundlePath } from '../paths.ts';
import type { ProcessSpec } from '../supervisor/supervised-process.ts';
import { portOf } from './port-of.ts';
import { endsWithParent } from './parent-death.ts';

/** Where MongoDB comes from: one that the settings name, or a private one that TED starts. */
export type MongoSource =
  | { kind: 'url'; label: 'MONGO_URL'; url: string }
  | { kind: 'program'; label: 'mongod'; program: string }
  | { kind: 'embedded'; label: 'embedded' };

/** The program that `./ted mongo install` has put there. */
export const installedMongod = (stateDir: string): string => join(stateDir, 'mongod-program');

/** The data of a mongod that TED starts. */
export const mongodFolder = (stateDir: string): string => join(stateDir, 'mongod');

/**
 * MONGO_URL, else the mongod that was installed with this data, else `mongod` on the PATH, else TED's embedded server. One
 * that happens to run is never used unasked.
 */
export function findMongo(environment: Record<string, string | undefined>, stateDir?: string): MongoSource {
  const url = environment.MONGO_URL;
  if (url) return { kind: 'url', label: 'MONGO_URL', url };
  const installed = stateDir !== undefined && existsSync(installedMongod(stateDir));
  const program = installed ? installedMongod(stateDir) : findProgram('mongod');
  if (program) return { kind: 'program', label: 'mongod', program };
  return { kind: 'embedded', label: 'embedded' };
}

/** A private MongoDB server with its data in `stateDir`, on a free port that it keeps. */
export function mongoProcess(source: Exclude<MongoSource, { kind: 'url' }>, stateDir: string): ProcessSpec {
  return source.kind === 'program' ? mongod(source.program, stateDir) : embedded(stateDir);
}

function mongod(program: string, stateDir: string): ProcessSpec {
  const folder = mongodFolder(stateDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    name: 'mongodb',
    stage: 'stores',
    launch: async (previousUrl) => {
      const port = previousUrl ? Number(new URL(previousUrl).port) : await freePort();
      return {
        ...endsWithParent(program, [
          ...['--dbpath', folder, '--port', String(port)],
          // No socket file: two stacks would not collide in it, but nobody needs it.
          ...['--bind_ip', '127.0.0.1', '--nounixsocket'],
        ]),
        env: process.env,
        ready: { line: /Waiting for connections/, url: `mongodb://127.0.0.1:${port}` },
      };
    },
  };
}

function embedded(stateDir: string): ProcessSpec {
  return {
    name: 'mongodb',
    stage: 'stores',
    launch: (previousUrl) => ({
      command: process.execPath,
      args: [bundlePath('packages/embedded-mongo')],
      env: {
        ...process.env,
        EMBEDDED_MONGO_DATA: join(stateDir, 'mongo'),
        EMBEDDED_MONGO_PORT: portOf(previousUrl),
      },
      ready: 'message',
    }),
  };
}
