import { MongoClient, MongoError } from 'mongodb';
import { DumpError } from './errors.ts';

const SERVER_SELECTION_MS = 5_000;

/** Runs something with a client that is closed afterwards. @throws DumpError where no server answers or it fails */
export async function withClient<T>(url: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  // What the URL says itself counts; the driver's default is half a minute.
  const patience = url.includes('serverSelectionTimeoutMS')
    ? {}
    : { serverSelectionTimeoutMS: SERVER_SELECTION_MS };
  const client = new MongoClient(url, { ...patience, appName: 'ted-mongodump' });
  try {
    await client.connect().catch((error: Error) => {
      throw new DumpError(`MongoDB cannot be reached: ${error.message}`);
    });
    return await use(client);
  } catch (error) {
    throw error instanceof MongoError ? new DumpError(`MongoDB failed: ${error.message}`) : error;
  } finally {
    await client.close();
  }
}
