/** The feed stand-in as a process: settings from the environment, messages to the parent, plain lines to stdout. */
import type { FeedSource } from './feed-source.ts';
import { replay } from './replay.ts';
import { startFeedServer } from './server.ts';
import type { FeedSettings } from './settings.ts';
import { readSettings } from './settings.ts';
import { simulatedGames } from './simulated-games.ts';

const say = (text: string) => process.stdout.write(`feed: ${text}\n`);

function sourceFor({ source, speed, file, seed }: FeedSettings): FeedSource {
  if (source === 'simulate') return simulatedGames({ speed, ...(seed !== undefined && { seed }) });
  return replay(file ?? '', {
    speed,
    onFinished: (summary) => {
      say(`replay finished: ${summary.games} games, ${summary.frames} frames`);
      process.send?.({ type: 'finished', ...summary });
    },
  });
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const server = await startFeedServer({
    source: sourceFor(settings),
    host: settings.host,
    port: settings.port,
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);

  say(`${settings.source} at ${server.url}, speed ${settings.speed === Infinity ? 'max' : settings.speed}`);
  process.send?.({ type: 'ready', url: server.url });
  await server.ended;
}

main().catch((error: unknown) => {
  say(`failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
