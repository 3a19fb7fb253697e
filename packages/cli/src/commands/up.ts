import { Option, type Command } from 'commander';
import { speed, tedCommand, wholeNumber } from '../command.ts';
import { feedChoice, type FeedChoice } from '../stack/feed.ts';

interface Options {
  port: number;
  feed: FeedChoice['kind'];
  file?: string;
  speed?: string;
  workers: number;
  ingests: number;
  data?: string;
}

export function upCommand(): Command {
  return tedCommand('up', 'start everything; Ctrl-C (or SIGTERM) stops it')
    .option('--port <n>', 'port of the web page and the API; 0 is any free one', wholeNumber(0, 65535), 8000)
    .addOption(
      new Option('--feed <kind>', 'the games to follow')
        .choices(['simulate', 'replay', 'live'])
        .default('simulate'),
    )
    .option('--file <path>', 'the recording (with --feed replay)')
    .option('--speed <n>', 'times real time, or "max" (with simulate and replay; default: 1)', speed)
    .option('--workers <n>', 'replicas of the persistence worker', wholeNumber(1, 16), 1)
    .option('--ingests <n>', 'replicas of ingest, of which one records', wholeNumber(1, 4), 1)
    .action(async ({ data, port, workers, ingests, ...options }: Options) => {
      const feed = feedChoice(options);
      const { up } = await import('../stack/up.ts');
      await up({ data, port, workers, ingests, feed });
    });
}
