import { connectRedis, disconnectRedis } from './connection.ts';

const ANSWER_WITHIN_MS = 3000;

/** What a Redis says of itself (`INFO`), by name. Rejects if it does not answer within three seconds. */
export async function redisInfo(url: string): Promise<Record<string, string>> {
  let problem = 'no answer';
  const redis = connectRedis({ url }, 'fail-fast', (error) => (problem = error.message || problem));
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      redis.once('ready', resolve);
      timer = setTimeout(() => reject(new Error(`Redis cannot be reached: ${problem}`)), ANSWER_WITHIN_MS);
    });
    const lines = (await redis.info()).matchAll(/^(\w+):(.*?)\r?$/gm);
    return Object.fromEntries([...lines].map(([, name, value]) => [name!, value!]));
  } finally {
    clearTimeout(timer);
    disconnectRedis(redis);
  }
}
