import mongoose, { type Connection } from 'mongoose';
import { pause } from '@ted/platform';
import { createModels, type Models } from './collections/models.ts';

/** The database when the URL names none. */
export const DATABASE_NAME = 'rugs_tracker';
const RETRY_MS = 500;

/** Stored means: on a majority of the members, in their journals. */
export const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export interface DatabaseOptions {
  url: string;
  /** How long an operation looks for a server before it fails. */
  serverSelectionTimeoutMs?: number;
}

/** A connection to MongoDB with TED's models. Operations fail fast while the server is away; nothing is buffered. */
export class Database {
  readonly connection: Connection;
  readonly models: Models;
  readonly #options: DatabaseOptions;
  #opening: Promise<void> | undefined;
  #openError: string | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.connection = mongoose.createConnection();
    // What goes wrong is seen by whoever uses the connection; without a listener it would end the process.
    this.connection.on('error', () => undefined);
    this.models = createModels(this.connection);
  }

  /** Connects once; rejects if no server answers in time. */
  async open(): Promise<void> {
    await this.connection.openUri(this.#options.url, {
      ...(hasDatabaseName(this.#options.url) ? {} : { dbName: DATABASE_NAME }),
      serverSelectionTimeoutMS: this.#options.serverSelectionTimeoutMs ?? 2000,
      connectTimeoutMS: 2000,
      socketTimeoutMS: 30_000,
      heartbeatFrequencyMS: 1000,
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
      retryWrites: true,
      w: 'majority',
      appName: 'ted',
    });
  }

  /** Connects in the background and keeps trying until it succeeds, the signal is aborted, or it is closed. */
  openEventually(signal: AbortSignal): Promise<void> {
    this.#opening ??= (async () => {
      while (!signal.aborted) {
        try {
          return await this.open();
        } catch (error) {
          this.#openError = (error as Error).message;
          await pause(RETRY_MS, signal);
        }
      }
    })();
    return this.#opening;
  }

  /** Whether a first attempt to connect still runs, so that nothing can be said about the server yet. */
  get connecting(): boolean {
    return !this.connection.db && this.#openError === undefined;
  }

  /** Resolves if the server answers now; rejects with the reason otherwise. */
  async ping(): Promise<void> {
    if (!this.connection.db) throw new Error(`not connected: ${this.#openError ?? 'connecting'}`);
    await this.connection.db.admin().command({ ping: 1 });
  }

  async close(): Promise<void> {
    await this.connection.close(true);
  }
}

function hasDatabaseName(url: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^/]+\/[^?]+/.test(url);
}

/** The database that a URL leads to. */
export function databaseName(url: string): string {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? DATABASE_NAME;
}
