import type { Command } from 'commander';
import { speed, tedCommand, wholeNumber } from '../command.ts';
import { feedChoice } from '../stack/feed.ts';

interface Options {
  speed: string;
  port: number;
  workers: number;
  data?: string;
}

export function replayCommand(): Command {
  return tedCommand('replay', 'start everything with a recording as the feed (up --feed replay --file FILE)')
    .argument('<file>', 'recording: .ndjson or .ndjson.gz')
    .option('--speed <n>', 'times real time, or "max"', speed, '1')
    .option('--port <n>', 'port of the web page and the API; 0 is any free one', wholeNumber(0, 65535), 8000)
    .option('--workers <n>', 'replicas of the persistence worker', wholeNumber(1, 16), 1)
    .action(async (file: string, { data, port, workers, speed }: Options) => {
      const feed = feedChoice({ feed: 'replay', file, speed });
      const { up } = await import('../stack/up.ts');
      await up({ data, port, workers, ingests: 1, feed });
    });
}
