import { execFileSync } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { arch, cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os';
import { redisInfo } from '@ted/messaging';
import { mergedEnvironment } from '@ted/platform';
import { COLLECTION_NAMES } from '@ted/storage';
import { CliError } from '../errors.ts';
import { fetchWithin } from '../fetch-within.ts';
import { askGateway, type GatewayAddress } from '../gateway.ts';
import { projectRoot, type StackPaths } from '../paths.ts';
import { readRunningStack } from '../running-stack.ts';
import { tedVersion } from '../version.ts';
import { withAnyDatabase } from '../with-database.ts';
import { errorsIn, recentLog } from './recent-log.ts';

/** Where the parts are read from. */
export interface Source {
  paths: StackPaths;
  envText: string;
  gateway: GatewayAddress;
}

/** Every file of the bundle. What a reader throws is noted in its place. */
export const parts: Record<string, (source: Source) => unknown> = {
  'log.txt': async ({ paths }) => (await demandLog(paths)).join('\n'),
  'errors.txt': async ({ paths }) => errorsIn(await demandLog(paths)).join('\n'),
  'status.json': ({ gateway }) => askGateway(gateway, '/api/status'),
  'system.json': ({ gateway }) => askGateway(gateway, '/api/system'),
  'metrics.txt': readMetrics,
  'machine.json': readMachine,
  'mongodb.json': readMongo,
  'redis.json': readRedis,
  'versions.json': readVersions,
  'settings.txt': ({ envText }) => envText,
};

async function demandLog(paths: StackPaths): Promise<string[]> {
  const lines = await recentLog(paths);
  if (lines.length === 0) throw new CliError('there is no line of the last hour');
  return lines;
}

/** The Prometheus metrics of every service that can be asked. */
async function readMetrics({ paths, gateway }: Source): Promise<string> {
  const stack = await readRunningStack(paths);
  const { METRICS_TOKEN } = mergedEnvironment(paths.envFile, process.env);
  const services = stack?.processes.filter(({ name }) =>
    /^(ingest|persistence-worker|api-gateway)/.test(name),
  ) ?? [{ name: 'api-gateway', url: gateway.url }];
  const texts = services.map(async ({ name, url }) => {
    const text = await fetchWithin(
      3000,
      new URL('/metrics', url),
      METRICS_TOKEN ? { authorization: `Bearer ${METRICS_TOKEN}` } : {},
      (answer) => answer.text(),
    );
    return `# ===== ${name}\n${text}`;
  });
  return (await Promise.all(texts)).join('\n');
}

async function readMachine({ paths }: Source) {
  const { bavail, blocks, bsize } = await statfs(projectRoot());
  return {
    at: new Date().toISOString(),
    load: loadavg(),
    cpus: cpus().length,
    memory: { total_bytes: totalmem(), free_bytes: freemem() },
    disk: { total_bytes: blocks * bsize, free_bytes: bavail * bsize },
    uptime_seconds: uptime(),
    processes: (await readRunningStack(paths))?.processes.map(({ name, pid }) => ({ name, pid })) ?? [],
  };
}

function readMongo({ paths }: Source) {
  return withAnyDatabase(
    paths,
    () => undefined,
    async (database) => {
      const db = database.connection.db!;
      const admin = db.admin();
      const collections = COLLECTION_NAMES.map(async (name) => [
        name,
        {
          documents: await db.collection(name).estimatedDocumentCount(),
          indexes: await db.collection(name).indexes(),
        },
      ]);
      return {
        build: await admin.command({ buildInfo: 1 }),
        server: await admin.command({ serverStatus: 1 }),
        database: await db.command({ dbStats: 1 }),
        collections: Object.fromEntries((await Promise.all(collections)) as [string, unknown][]),
      };
    },
  );
}

async function readRedis({ paths }: Source) {
  const { REDIS_URL } = mergedEnvironment(paths.envFile, process.env);
  const url = (await readRunningStack(paths))?.redis_url ?? REDIS_URL;
  if (!url) throw new CliError('no Redis runs here, and REDIS_URL names none');
  return redisInfo(url);
}

function readVersions() {
  return {
    ted: tedVersion(),
    commit: commit(),
    node: process.version,
    libraries: process.versions,
    system: { platform: process.platform, release: release(), arch: arch() },
  };
}

/** Null where TED was not cloned. */
function commit(): string | null {
  try {
    return execFileSync('git', ['-C', projectRoot(), 'describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
