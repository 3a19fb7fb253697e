import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { bundlePath } from '../paths.ts';
import type { ProcessSpec } from '../supervisor/supervised-process.ts';
import { portOf } from './port-of.ts';

/** What all services of a stack are told. */
export interface ServiceSettings {
  envFile: string;
  stateDir: string;
  redisUrl: string;
  mongoUrl: string;
  feedName: 'simulated' | 'replay' | 'rugs';
  /** Undefined: the settings' own RUGS_BACKEND_URL, or its default. */
  feedUrl: string | undefined;
}

const STOP_WITHIN_SECONDS = '3';
const FOLDERS = { ingest: 'ingest', workers: 'persistence-worker', gateway: 'api-gateway' } as const;

/**
 * One ingest, or replicas of it that know each other and have outboxes of their own.
 * @param gatewayPort where the gateway will be; 0: any free one, which ingest cannot know
 */
export async function ingestProcesses(
  settings: ServiceSettings,
  total: number,
  gatewayPort: number,
): Promise<ProcessSpec[]> {
  const warmStart = gatewayPort > 0 && { WARM_START_URL: `http://127.0.0.1:${gatewayPort}` };
  if (total === 1)
    return [service('ingest', 'ingest', settings, (url) => ({ INGEST_PORT: portOf(url), ...warmStart }))];
  const ports = await Promise.all(Array.from({ length: total }, () => freePort()));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  return ports.map((port, i) =>
    service(`ingest-${i + 1}`, 'ingest', settings, () => ({
      INGEST_PORT: String(port),
      INGEST_PEERS: urls.filter((_, other) => other !== i).join(),
      ...(i > 0 && { DATA_DIR: join(settings.stateDir, `ingest-${i + 1}`) }),
      ...warmStart,
    })),
  );
}

/** @param index from 1; with `total` above 1 it is part of the name */
export function workerProcess(settings: ServiceSettings, index: number, total: number): ProcessSpec {
  const name = total === 1 ? 'persistence-worker' : `persistence-worker-${index}`;
  return service(name, 'workers', settings, (url) => ({ WORKER_PORT: portOf(url) }));
}

export function gatewayProcess(
  settings: ServiceSettings,
  ingestUrls: readonly string[],
  port: number,
): ProcessSpec {
  return service('api-gateway', 'gateway', settings, (url) => ({
    GATEWAY_PORT: url ? portOf(url) : String(port),
    INGEST_URL: ingestUrls[0],
    ...(ingestUrls.length > 1 && { INGEST_URLS: ingestUrls.join() }),
  }));
}

function service(
  name: string,
  stage: keyof typeof FOLDERS,
  settings: ServiceSettings,
  own: (previousUrl: string | undefined) => NodeJS.ProcessEnv,
): ProcessSpec {
  const folder = FOLDERS[stage];
  return {
    name,
    stage,
    launch: (previousUrl) => ({
      command: process.execPath,
      args: [bundlePath(`services/${folder}`)],
      env: {
        // A service gives up its own orderly stop before TED forces it, unless told otherwise.
        SHUTDOWN_TIMEOUT_SECONDS: STOP_WITHIN_SECONDS,
        ...process.env,
        TED_ENV_FILE: settings.envFile,
        DATA_DIR: settings.stateDir,
        REDIS_URL: settings.redisUrl,
        MONGO_URL: settings.mongoUrl,
        FEED_NAME: settings.feedName,
        ...(settings.feedUrl === undefined ? {} : { RUGS_BACKEND_URL: settings.feedUrl }),
        HOST: '127.0.0.1',
        ...own(previousUrl),
      },
      ready: 'message',
    }),
  };
}
