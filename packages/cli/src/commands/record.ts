import type { Command } from 'commander';
import { tedCommand } from '../command.ts';

export function recordCommand(): Command {
  return tedCommand('record', 'write what a feed sends to a file, without player names, until Ctrl-C')
    .requiredOption('--out <file>', 'new file: .ndjson or .ndjson.gz')
    .option(
      '--url <url>',
      "the feed (default: the running stack's, else RUGS_BACKEND_URL, else the public one)",
    )
    .action(async ({ out, url, data }: { out: string; url?: string; data?: string }) => {
      const { record } = await import('../record.ts');
      await record({ out, url, data });
    });
}
