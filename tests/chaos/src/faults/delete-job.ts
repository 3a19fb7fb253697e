import { BATCHES, type Inject } from '../chaos.ts';
import { untilDone } from '../wait.ts';

/** Takes the hash of a job that waits or is being worked on, as an eviction would; its id stays in the lists. */
const DELETE_ONE = `
  for _, list in ipairs({'wait', 'active'}) do
    for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. list, 0, -1)) do
      if redis.call('DEL', KEYS[1] .. id) == 1 then return list .. ' ' .. id end
    end
  end
  return false`;

export const deleteJob: Inject = async ({ redisClient, signal }) => {
  const deleted = await untilDone('a job in the queue', async () => {
    // Jobs are there for some milliseconds only.
    for (let i = 0; i < 200; i++) {
      signal.throwIfAborted();
      const found = await redisClient.eval(DELETE_ONE, 1, BATCHES);
      if (typeof found === 'string') return found;
    }
    throw new Error('the queue is empty');
  });
  const now = Date.now();
  return { from: now, to: now, note: deleted };
};
