import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Chaos, Inject } from '../chaos.ts';
import { pause } from '../wait.ts';

/** Of the newest append-only file this share is lost: what a machine had not written when its power failed. */
const LOST_SHARE = 0.2;

/** kill -9 of Redis; it starts again at the same address with what `damage` has left on its disk. */
const killRedisAnd =
  (damage: (folder: string) => string): Inject =>
  async (chaos, durationMs) => {
    const from = Date.now();
    await chaos.redis.kill();
    const note = damage(join(chaos.redisFolder, 'redis'));
    await downFor(chaos, durationMs);
    await chaos.redis.restart();
    return { from, to: Date.now(), note };
  };

export const killRedis = killRedisAnd(() => 'with its append-only file');

export const killRedisCutFile = killRedisAnd((folder) => {
  const appendOnly = join(folder, 'appendonlydir');
  const newest = readdirSync(appendOnly).find((name) => name.endsWith('.incr.aof'));
  const file = join(appendOnly, newest!);
  const { size } = statSync(file);
  truncateSync(file, Math.floor(size * (1 - LOST_SHARE)));
  return `its append-only file cut by ${Math.round((size * LOST_SHARE) / 1024)} KB`;
});

export const killRedisEmpty = killRedisAnd((folder) => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  return 'empty';
});

/** kill -9 of MongoDB; it starts again with its data. */
export const killMongo: Inject = async (chaos, durationMs) => {
  const from = Date.now();
  await chaos.mongo.kill();
  await downFor(chaos, durationMs);
  await chaos.mongo.restart();
  return { from, to: Date.now() };
};

/** Also a run that is being ended starts the store again, so that TED can stop in order. */
async function downFor(chaos: Chaos, durationMs: number): Promise<void> {
  await pause(chaos, durationMs).catch(() => undefined);
}
