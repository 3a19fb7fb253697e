import { Option, type Command } from 'commander';
import { tedCommand } from '../command.ts';

export function initCommand(): Command {
  return tedCommand(
    'init',
    'prepare .env for docker-compose: random secrets, persistence off, what is there stays',
  )
    .addOption(
      new Option('--feed <kind>', 'the games to follow').choices(['live', 'simulated']).default('live'),
    )
    .option('--json', 'the outcome as JSON')
    .action(
      async ({ data, feed, json = false }: { data?: string; feed: 'live' | 'simulated'; json?: boolean }) => {
        const { init } = await import('../init.ts');
        init(data, feed, json);
      },
    );
}
