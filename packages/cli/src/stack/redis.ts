import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../find-program.ts';
import { freePort } from '../free-port.ts';
import { installPackage } from '../install-package.ts';
import type { ProcessSpec } from '../supervisor/supervised-process.ts';

import { endsWithParent } from './parent-death.ts';

const REDIS = {
  title: 'Redis',
  name: 'redis-server',
  advice: (hasApt: boolean) =>
    [
      'Redis is not here: no REDIS_URL is set, and neither redis-server nor valkey-server is on the PATH. Either',
      hasApt
        ? '  install it:  sudo apt-get install redis-server   (and, if you do not want its service: sudo systemctl disable --now redis-server)'
        : "  install it with your system's package manager, for example:  brew install redis   or   dnf install valkey",
      '  or name one: REDIS_URL=redis://localhost:6379 ./ted up',
    ].join('\n'),
};

/** Where Redis comes from: one that the settings name, or a private one that TED starts. */
export type RedisSource =
  | { kind: 'url'; label: 'REDIS_URL'; url: string }
  | { kind: 'program'; label: 'redis-server' | 'valkey-server'; program: string };

/**
 * REDIS_URL, else `redis-server` or `valkey-server` on the PATH, else it is installed. One that happens to run on this
 * machine is never used unasked.
 * @throws CliError with what to type where it can neither be found nor installed
 */
export async function findRedis(
  environment: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<RedisSource> {
  const url = environment.REDIS_URL;
  if (url) return { kind: 'url', label: 'REDIS_URL', url };
  const found = onPath();
  if (found) return found;
  return { kind: 'program', label: 'redis-server', program: await installPackage(REDIS, say) };
}

function onPath(): RedisSource | undefined {
  for (const label of ['redis-server', 'valkey-server'] as const) {
    const program = findProgram(label);
    if (program) return { kind: 'program', label, program };
  }
  return undefined;
}

/** A private Redis with its data in `stateDir/redis`, on a free port that it keeps. */
export function redisProcess(program: string, stateDir: string): ProcessSpec {
  const folder = join(stateDir, 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    name: 'redis',
    stage: 'stores',
    launch: async (previousUrl) => {
      const port = previousUrl ? Number(new URL(previousUrl).port) : await freePort();
      const settings = {
        bind: '127.0.0.1',
        port: String(port),
        dir: folder,
        daemonize: 'no',
        appendonly: 'yes',
        appendfsync: 'everysec',
        save: '',
        // A full Redis refuses writes. Any other policy would silently drop jobs.
        'maxmemory-policy': 'noeviction',
      };
      return {
        ...endsWithParent(
          program,
          Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
        ),
        env: process.env,
        ready: { line: /Ready to accept connections/, url: `redis://127.0.0.1:${port}` },
      };
    },
  };
}
