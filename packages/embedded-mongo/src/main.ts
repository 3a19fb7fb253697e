import { startEmbeddedMongo, type EmbeddedMongo, type EmbeddedMongoOptions } from './server.ts';

/*
 * The embedded server as a process. Environment: EMBEDDED_MONGO_DATA (folder, required), EMBEDDED_MONGO_PORT (0: any),
 * EMBEDDED_MONGO_HOST (this machine only, unless told otherwise), EMBEDDED_MONGO_USER and EMBEDDED_MONGO_PASSWORD (who may
 * use it; nobody has to log in without), EMBEDDED_MONGO_TEST_COMMANDS (1: clients may ask for failures).
 * Tells a supervising parent `{type: 'ready', url}`; ends on SIGTERM, SIGINT, or when the parent has died.
 */

function readSettings(env: NodeJS.ProcessEnv): EmbeddedMongoOptions {
  const dataDir = env.EMBEDDED_MONGO_DATA;
  const port = env.EMBEDDED_MONGO_PORT ?? '0';
  if (!dataDir) throw new Error('EMBEDDED_MONGO_DATA is not set: it names the folder for the data');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`EMBEDDED_MONGO_PORT is '${port}': a port number, or 0 for any free one, is allowed`);
  }
  const host = env.EMBEDDED_MONGO_HOST || '127.0.0.1';
  const [name, password] = [env.EMBEDDED_MONGO_USER, env.EMBEDDED_MONGO_PASSWORD];
  if (Boolean(name) !== Boolean(password)) {
    throw new Error(
      'EMBEDDED_MONGO_USER and EMBEDDED_MONGO_PASSWORD belong together: one of them is not set',
    );
  }
  const user = name && password ? { user: { name, password } } : {};
  return {
    dataDir,
    host,
    port: Number(port),
    ...user,
    testCommands: env.EMBEDDED_MONGO_TEST_COMMANDS === '1',
  };
}

function fail(error: unknown): never {
  process.stderr.write(`embedded-mongo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

// Of a failed commit every promise rejects, also those that nobody waits for; `onFailure` speaks for all of them.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof Error && 'commitError' in error)) fail(error);
});

let server: EmbeddedMongo | undefined;
let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await server?.close();
  process.exit(0);
}
for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, () => void stop().catch(fail));

async function main(): Promise<void> {
  server = await startEmbeddedMongo({
    ...readSettings(process.env),
    onProblem: (error) => process.stderr.write(`embedded-mongo: ${error.stack ?? error.message}\n`),
    // Memory and disk may differ after a failed commit: a new start reads what is on disk.
    onFailure: fail,
  });
  process.stdout.write(`embedded-mongo: listening on ${server.url}\n`);
  process.send?.({ type: 'ready', url: server.url });
}

main().catch(fail);
