import {
  Db,
  MongoClient,
  type CollectionOptions,
  type CommandFailedEvent,
  type CommandStartedEvent,
  type CommandSucceededEvent,
  type DbOptions,
} from 'mongodb';
import { Skipped, type Fields } from './format.ts';

export interface ObservedEvent {
  /** As tests call it: `commandStartedEvent`. */
  kind: string;
  event: CommandStartedEvent | CommandSucceededEvent | CommandFailedEvent;
}

/** What driver events are called in the driver and in tests. */
const EVENTS = {
  commandStartedEvent: 'commandStarted',
  commandSucceededEvent: 'commandSucceeded',
  commandFailedEvent: 'commandFailed',
} as const;

/** Commands of the runner itself, which no test expects. */
const UNOBSERVED = ['configureFailPoint', 'endSessions'];

/** The clients, databases and collections of one test, by their names. */
export class Entities {
  readonly #url: string;
  readonly #entities = new Map<string, unknown>();
  readonly #events = new Map<string, ObservedEvent[]>();
  readonly #clients: MongoClient[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  async create(specs: readonly Record<string, Fields>[]): Promise<void> {
    for (const spec of specs) {
      const [kind, options] = Object.entries(spec)[0]!;
      const id = options.id as string;
      switch (kind) {
        case 'client':
          this.#entities.set(id, await this.#client(id, options));
          break;
        case 'database':
          this.#entities.set(
            id,
            this.client(options.client).db(
              options.databaseName as string,
              options.databaseOptions as DbOptions,
            ),
          );
          break;
        case 'collection':
          this.#entities.set(
            id,
            this.database(options.database).collection(
              options.collectionName as string,
              options.collectionOptions as CollectionOptions,
            ),
          );
          break;
        case 'session':
          this.#entities.set(id, this.client(options.client).startSession(options.sessionOptions as object));
          break;
        default:
          throw new Skipped(`the runner does not know entities of the kind ${kind}`);
      }
    }
  }

  get(id: unknown): unknown {
    if (typeof id !== 'string' || !this.#entities.has(id))
      throw new Error(`there is no entity ${String(id)}`);
    return this.#entities.get(id);
  }

  set(id: string, value: unknown): void {
    this.#entities.set(id, value);
  }

  client(id: unknown): MongoClient {
    return this.#instance(id, MongoClient);
  }

  database(id: unknown): Db {
    return this.#instance(id, Db);
  }

  /** Events of a client since it was made. */
  eventsOf(client: string): readonly ObservedEvent[] {
    return this.#events.get(client) ?? [];
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  #instance<T>(id: unknown, kind: abstract new (...args: never[]) => T): T {
    const entity = this.get(id);
    if (entity instanceof kind) return entity;
    throw new Error(`the entity ${String(id)} is no ${kind.name}`);
  }

  async #client(id: string, options: Fields): Promise<MongoClient> {
    const client = new MongoClient(this.#url, {
      monitorCommands: true,
      serverSelectionTimeoutMS: 5000,
      ...(options.uriOptions as object),
      ...(options.serverApi ? { serverApi: options.serverApi as never } : {}),
    });
    this.#clients.push(client);
    const events: ObservedEvent[] = [];
    this.#events.set(id, events);
    const ignored = [
      ...UNOBSERVED,
      ...((options.ignoreCommandMonitoringEvents as string[] | undefined) ?? []),
    ];
    for (const kind of (options.observeEvents as string[] | undefined) ?? []) {
      const name = EVENTS[kind as keyof typeof EVENTS];
      if (!name) throw new Skipped(`the runner does not observe ${kind}`);
      client.on(name, (event: ObservedEvent['event']) => {
        if (!ignored.includes(event.commandName)) events.push({ kind, event });
      });
    }
    await client.connect();
    return client;
  }
}
