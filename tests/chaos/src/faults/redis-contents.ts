import type { Inject } from '../chaos.ts';
import { pause, untilDone } from '../wait.ts';

/** FLUSHALL: all jobs are gone, the server stays. */
export const flushAll: Inject = async ({ redisClient }) => {
  await untilDone('FLUSHALL', () => redisClient.flushall());
  const now = Date.now();
  return { from: now, to: now };
};

/** A Redis that has reached its memory limit refuses every write. */
export const fullMemory: Inject = async (chaos, durationMs) => {
  const { redisClient } = chaos;
  const used = /used_memory:(\d+)/.exec(await untilDone('INFO', () => redisClient.info('memory')))?.[1];
  const limit = Math.floor(Number(used) / 2);
  await untilDone('a memory limit', () => redisClient.config('SET', 'maxmemory', limit));
  const from = Date.now();
  try {
    await pause(chaos, durationMs);
  } finally {
    await untilDone('no memory limit', () => redisClient.config('SET', 'maxmemory', 0));
  }
  return { from, to: Date.now(), note: `${Math.round(limit / 1024)} KB` };
};
