import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo, type EmbeddedMongo, type EmbeddedMongoOptions } from '@ted/embedded-mongo';
import { MongoClient, type Db } from 'mongodb';

/** The embedded server in this process, with a client, over a folder of its own. */
export interface TestServer {
  server: EmbeddedMongo;
  client: MongoClient;
  db: Db;
  dataDir: string;
  stop(): Promise<void>;
}

export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'ted-embedded-mongo-'));

export async function startTestServer(options: Partial<EmbeddedMongoOptions> = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? newDataDir();
  const server = await startEmbeddedMongo({ ...options, dataDir });
  const client = await new MongoClient(server.url, { serverSelectionTimeoutMS: 5000 }).connect();
  return {
    server,
    client,
    db: client.db('test'),
    dataDir,
    stop: async () => {
      await client.close();
      await server.close();
      if (!options.dataDir) await rm(dataDir, { recursive: true });
    },
  };
}
