import { startMongo, startRedis, type StoreProcess } from './stores.ts';
import { Ted, type TedOptions } from './ted.ts';

/** A TED whose Redis and MongoDB belong to the test, which may kill them and start them again. */
export interface TedOnOwnStores {
  ted: Ted;
  redis: StoreProcess;
  mongo: StoreProcess;
  stop: () => Promise<void>;
}

/** Starts all three. */
export async function upOnOwnStores(options: Omit<TedOptions, 'processEnv'>): Promise<TedOnOwnStores> {
  const [redis, mongo] = await Promise.all([startRedis(), startMongo()]);
  const ted = await Ted.up({ ...options, processEnv: { REDIS_URL: redis.url, MONGO_URL: mongo.url } });
  const stop = async (): Promise<void> => {
    await ted.stop();
    await Promise.all([redis.stop(), mongo.stop()]);
  };
  return { ted, redis, mongo, stop };
}
