import { existsSync, statSync } from 'node:fs';
import {
  gatewayVariables,
  ingestVariables,
  liveVariables,
  mergedEnvironment,
  readEnvFile,
  SettingsError,
  validate,
  workerVariables,
} from '@ted/platform';
import { found } from '../findings.ts';
import { SECRETS } from '../secrets.ts';
import type { Check } from './check.ts';

/** Validates every variable as the services do; `./ted up` names the stores itself where they are not given. */
export const envFile: Check = (name, paths) => {
  const { MONGO_URL, REDIS_URL, ...others } = { ...ingestVariables, ...workerVariables, ...gatewayVariables };
  const merged = mergedEnvironment(paths.envFile, process.env);
  const specs = {
    ...liveVariables,
    ...others,
    ...(merged.MONGO_URL && { MONGO_URL }),
    ...(merged.REDIS_URL && { REDIS_URL }),
  };
  try {
    validate(specs, merged);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return Promise.resolve(found(name, false, error.message));
  }
  if (!existsSync(paths.envFile))
    return Promise.resolve(found(name, true, 'all defaults: there is no .env yet'));
  const file = readEnvFile(paths.envFile);
  const holdsSecrets = Object.keys(SECRETS).some((secret) => file[secret]);
  if (holdsSecrets && (statSync(paths.envFile).mode & 0o007) !== 0)
    return Promise.resolve(found(name, false, `everybody may read its secrets: chmod 640 ${paths.envFile}`));
  const on = file.PERSISTENCE_ENABLED ?? 'not set, so false';
  return Promise.resolve(found(name, true, `${paths.envFile}, PERSISTENCE_ENABLED is ${on}`));
};
