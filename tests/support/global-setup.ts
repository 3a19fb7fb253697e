import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startMongo, startRedis, type StoreProcess } from './stores.ts';
import { ROOT } from './ted.ts';

declare global {
  // Shared between jest's global setup and teardown, which run in the same process.
  var tedTestStores: StoreProcess[] | undefined;
}

/**
 * One Redis and one MongoDB for all tests that only need some store; each test file uses a database and a queue prefix
 * of its own. MONGO_URL and REDIS_URL name others to run the suite against.
 */
export default async function setUp(): Promise<void> {
  process.env.TED_SHARED_DATA ??= join(ROOT, '../shared/data');
  if (!existsSync(process.env.TED_SHARED_DATA)) {
    process.stderr.write(
      `No recordings in ${process.env.TED_SHARED_DATA}: tests that need them are skipped (TED_SHARED_DATA names the folder)\n`,
    );
  }
  globalThis.tedTestStores = [];
  if (process.env.REDIS_URL) {
    process.env.TED_TEST_REDIS_URL = process.env.REDIS_URL;
  } else {
    const redis = await startRedis();
    globalThis.tedTestStores.push(redis);
    process.env.TED_TEST_REDIS_URL = redis.url;
  }
  if (process.env.MONGO_URL) {
    process.env.TED_TEST_MONGO_URL = process.env.MONGO_URL;
  } else {
    const mongo = await startMongo();
    globalThis.tedTestStores.push(mongo);
    process.env.TED_TEST_MONGO_URL = mongo.url;
  }
}
