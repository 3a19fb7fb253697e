import { bundlePath } from '../paths.ts';
import type { ProcessSpec, StopStage } from '../supervisor/supervised-process.ts';
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

/** @param gatewayPort where the gateway will be; 0: any free one, which ingest cannot know */
export function ingestProcess(settings: ServiceSettings, gatewayPort: number): ProcessSpec {
  return service('ingest', 'ingest', settings, (url) => ({
    INGEST_PORT: portOf(url),
    ...(gatewayPort > 0 && { WARM_START_URL: `http://127.0.0.1:${gatewayPort}` }),
  }));
}

/** @param index from 1; with `total` above 1 it is part of the name */
export function workerProcess(settings: ServiceSettings, index: number, total: number): ProcessSpec {
  const name = total === 1 ? 'persistence-worker' : `persistence-worker-${index}`;
  return service(name, 'workers', settings, (url) => ({ WORKER_PORT: portOf(url) }));
}

export function gatewayProcess(settings: ServiceSettings, ingestUrl: string, port: number): ProcessSpec {
  return service('api-gateway', 'gateway', settings, (url) => ({
    GATEWAY_PORT: url ? portOf(url) : String(port),
    INGEST_URL: ingestUrl,
  }));
}

function service(
  name: string,
  stage: StopStage,
  settings: ServiceSettings,
  own: (previousUrl: string | undefined) => NodeJS.ProcessEnv,
): ProcessSpec {
  const folder = stage === 'workers' ? 'persistence-worker' : name;
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
