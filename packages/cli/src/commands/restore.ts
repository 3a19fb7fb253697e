import type { Command } from 'commander';
import type { RestoreOptions } from '../backup/restore.ts';
import { tedCommand } from '../command.ts';

export function restoreCommand(): Command {
  return tedCommand('restore', 'put a backup back, after checking that it is as it was written')
    .argument('<backup>', 'the folder that `backup` made')
    .option('--url <url>', "any MongoDB (default: the stack's)")
    .option('--drop', 'replace collections that are there already')
    .option('--json', 'the outcome as JSON')
    .action(async (from: string, options: RestoreOptions) => {
      const { restoreBackup } = await import('../backup/restore.ts');
      await restoreBackup(from, options);
    });
}
