import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { LiveSettings, mergedEnvironment } from '@ted/platform';
import { writeFirstEnvFile } from '../env-template.ts';
import { CliError } from '../errors.ts';
import { portProblem } from '../free-port.ts';
import type { StackPaths } from '../paths.ts';
import { removeRunningStack, writeRunningStack, type RunningStack } from '../running-stack.ts';
import { LogSink } from '../supervisor/log-sink.ts';
import type { ProcessEvents } from '../supervisor/supervised-process.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { FEED_NAMES, feedProcess, type FeedChoice } from './feed.ts';
import { localhost } from './localhost.ts';
import { runMigration } from './migration.ts';
import { findMongo, mongoProcess, type MongoSource } from './mongo.ts';
import { findRedis, redisProcess, type RedisSource } from './redis.ts';
import { gatewayProcess, ingestProcesses, workerProcess, type ServiceSettings } from './services.ts';

export interface StackOptions {
  /** Of the gateway; 0 is any free one. */
  port: number;
  feed: FeedChoice;
  /** Replicas of the persistence worker. */
  workers: number;
  /** Replicas of ingest. */
  ingests: number;
}

/** Redis, MongoDB, the feed and the services: what `./ted up` runs. */
export class Stack {
  readonly #paths: StackPaths;
  readonly #options: StackOptions;
  readonly #log: LogSink;
  readonly #supervisor: Supervisor;
  readonly #stopping = new AbortController();
  /** What stack.json says beside the processes; undefined while the stack is not up. */
  #running: Omit<RunningStack, 'processes'> | undefined;

  constructor(paths: StackPaths, options: StackOptions) {
    this.#paths = paths;
    this.#options = options;
    this.#log = new LogSink(paths.logsDir);
    this.#supervisor = new Supervisor(this.#events());
  }

  /** A line of TED itself. */
  say(line: string): void {
    this.#log.toConsole(line);
    this.#log.toFile(`${new Date().toISOString()} info [ted] ${line}`);
  }

  /** Starts everything and says so in one line. Throws CliError; what has been started by then, `stop` ends. */
  async start(): Promise<void> {
    const startedAt = new Date().toISOString();
    const { port, feed, workers, ingests } = this.#options;
    const { envFile, stateDir } = this.#paths;
    await this.#requirePort(port);
    this.#writeFirstEnvFile();
    const persistence = new LiveSettings(envFile).persistenceEnabled ? 'on' : 'off';

    const environment = mergedEnvironment(envFile, process.env);
    const redis = await findRedis(environment, (line) => this.say(line));
    const mongo = findMongo(environment, stateDir);
    this.say(`Redis: ${describe(redis)}`);
    this.say(`MongoDB: ${describe(mongo)}`);

    const [redisUrl, mongoUrl, feedUrl] = await Promise.all([
      redis.kind === 'url' ? redis.url : this.#supervisor.start(redisProcess(redis.program, stateDir)),
      mongo.kind === 'url' ? mongo.url : this.#supervisor.start(mongoProcess(mongo, stateDir)),
      feed.kind === 'live' ? undefined : this.#supervisor.start(feedProcess(feed)),
    ]);
    await runMigration(mongoUrl, (line) => this.say(line), this.#stopping.signal);

    const feedName = FEED_NAMES[feed.kind];
    const settings = { envFile, stateDir, redisUrl, mongoUrl, feedUrl, feedName: feedName.record };
    const replicas = await ingestProcesses(settings, ingests, port);
    const [ingestUrls] = await Promise.all([
      Promise.all(replicas.map((replica) => this.#supervisor.start(replica))),
      ...this.#startWorkers(settings, workers),
    ]);
    const gatewayUrl = await this.#supervisor.start(gatewayProcess(settings, ingestUrls, port));

    this.#running = {
      pid: process.pid,
      started_at: startedAt,
      gateway_url: gatewayUrl,
      ingest_url: ingestUrls[0]!,
      ...(ingests > 1 && { ingest_urls: ingestUrls }),
      redis_url: redisUrl,
      mongo_url: mongoUrl,
      feed: feedName.shown,
    };
    this.#writeStackFile();
    this.say(
      `TED is up: ${localhost(gatewayUrl)}  ` +
        `(feed: ${feedName.shown}, persistence: ${persistence}, MongoDB: ${mongo.label}, Redis: ${redis.label})`,
    );
  }

  /** Stops everything in order, within 15 s. */
  async stop(): Promise<void> {
    this.#running = undefined;
    this.#stopping.abort();
    await this.#supervisor.stop();
    removeRunningStack(this.#paths.stackFile);
    await this.#log.close();
  }

  async #requirePort(port: number): Promise<void> {
    const problem = await portProblem(port);
    if (!problem) return;
    const what =
      problem === 'taken' ? `port ${port} is taken by another program` : `port ${port} is not allowed to you`;
    throw new CliError(`${what}; choose another one, for example: ./ted up --port ${port + 1}`);
  }

  #writeFirstEnvFile(): void {
    mkdirSync(dirname(this.#paths.envFile), { recursive: true });
    if (!writeFirstEnvFile(this.#paths.envFile)) return;
    this.say(`Settings: wrote ${this.#paths.envFile} from .env.example, with PERSISTENCE_ENABLED=true`);
  }

  #startWorkers(settings: ServiceSettings, total: number): Promise<string>[] {
    return Array.from({ length: total }, (_, i) =>
      this.#supervisor.start(workerProcess(settings, i + 1, total)),
    );
  }

  #writeStackFile(): void {
    if (!this.#running) return;
    const { running } = this.#supervisor;
    writeRunningStack(this.#paths.stackFile, { ...this.#running, processes: running });
  }

  #events(): ProcessEvents {
    return {
      line: (process, line) => {
        // TED's own processes say themselves who speaks; what a database says is for the file.
        const isStore = process.stage === 'stores';
        this.#log.toFile(isStore ? `[${process.name}] ${line}` : line);
        if (!isStore) this.#log.toConsole(line);
      },
      ready: ({ name }) => {
        this.#writeStackFile();
        if (this.#running) this.say(`${name} is ready again`);
      },
      died: ({ name }, how, delayMs) => {
        this.#writeStackFile();
        this.say(`${name} has ended unexpectedly (${how}); starting it again in ${delayMs / 1000} s`);
      },
    };
  }
}

function describe(source: RedisSource | MongoSource): string {
  switch (source.kind) {
    case 'url':
      return `the one that ${source.label} names`;
    case 'program':
      return `a private one (${source.program})`;
    case 'embedded':
      return 'the embedded server (no mongod on the PATH)';
  }
}
