import { Command } from 'commander';
import { tedCommand, wholeNumber } from '../command.ts';
import type { ListOptions } from '../deadletter/list.ts';

interface SelectionOptions {
  data?: string;
  all?: boolean;
  kind?: string;
}

export function deadletterCommand(): Command {
  return new Command('deadletter')
    .description('records that could not be stored: list them, retry them, discard them')
    .helpOption('-h, --help', 'show this help')
    .addCommand(listCommand())
    .addCommand(retryCommand())
    .addCommand(discardCommand());
}

function listCommand(): Command {
  return tedCommand('list', 'a page of dead letters, newest first, or one of them in full')
    .option('--page <n>', 'which page', wholeNumber(1, 1_000_000), 1)
    .option('--per-page <n>', 'dead letters on a page', wholeNumber(1, 500), 20)
    .option('--key <key>', 'show this one with its record')
    .option('--json', 'whole documents as JSON, with their records')
    .action(async ({ key, ...options }: ListOptions & { key?: string }) => {
      const { listPage, showLetter } = await import('../deadletter/list.ts');
      await (key === undefined ? listPage(options) : showLetter(options.data, key, options.json ?? false));
    });
}

function retryCommand(): Command {
  return selecting(
    tedCommand('retry', 'store the records as the worker does; a letter goes when its record is stored'),
  ).action(async (keys: string[], { data, ...options }: SelectionOptions) => {
    const { selectionOf } = await import('../deadletter/selection.ts');
    const { retry } = await import('../deadletter/retry.ts');
    await retry(data, selectionOf(keys, options));
  });
}

function discardCommand(): Command {
  return selecting(tedCommand('discard', 'delete dead letters with their records'))
    .option('--yes', 'with --all: really all')
    .action(async (keys: string[], { data, yes, ...options }: SelectionOptions & { yes?: boolean }) => {
      const { selectionOf } = await import('../deadletter/selection.ts');
      const { discard } = await import('../deadletter/discard.ts');
      await discard(data, selectionOf(keys, options), { yes: yes ?? false });
    });
}

function selecting(command: Command): Command {
  return command
    .argument('[keys...]', 'keys as `list` shows them')
    .option('--all', 'all dead letters instead of named ones')
    .option('--kind <kind>', 'with --all: only those of this kind');
}
