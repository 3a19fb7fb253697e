import { existsSync } from 'node:fs';
import { found } from '../findings.ts';
import { findProgram } from '../find-program.ts';
import { bundlePath } from '../paths.ts';
import type { Check } from './check.ts';

/** Whether a second TED on simulated games can run here beside the first, with stores of its own. */
export const testEnvironment: Check = (name) => {
  const redis = findProgram('redis-server', 'valkey-server');
  const missing = ['services/ingest', 'packages/feed-simulator'].filter(
    (part) => !existsSync(bundlePath(part)),
  );
  if (missing.length > 0) return Promise.resolve(found(name, false, `not built: ${missing.join(', ')}`));
  const how = './ted up --data /tmp/ted-test --port 8001';
  if (!redis) return Promise.resolve(found(name, false, `no redis-server on the PATH, which ${how} needs`));
  return Promise.resolve(found(name, true, `${how} runs one beside this (${redis}, simulated games)`));
};
