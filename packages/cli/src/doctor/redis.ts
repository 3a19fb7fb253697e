import { redisInfo } from '@ted/messaging';
import { mergedEnvironment } from '@ted/platform';
import { found } from '../findings.ts';
import { findProgram } from '../find-program.ts';
import { readRunningStack } from '../running-stack.ts';
import type { Check } from './check.ts';

/** The running stack's Redis or the one that REDIS_URL names; without either, whether `./ted up` can start one. */
export const redis: Check = async (name, paths) => {
  const url =
    (await readRunningStack(paths))?.redis_url ??
    (mergedEnvironment(paths.envFile, process.env).REDIS_URL || undefined);
  if (url === undefined) {
    const program = findProgram('redis-server', 'valkey-server');
    return found(
      name,
      program !== undefined,
      program ? `./ted up starts ${program}` : 'set REDIS_URL, or install redis-server',
    );
  }
  const { redis_version: version, maxmemory_policy: policy } = await redisInfo(url);
  // Some hosted ones do not show it.
  if (policy !== undefined && policy !== 'noeviction')
    return found(name, false, `its maxmemory-policy is ${policy}: it would drop jobs; set it to noeviction`);
  return found(name, true, `version ${version}${policy ? `, ${policy}` : ''}`);
};
