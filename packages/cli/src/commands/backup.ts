import type { Command } from 'commander';
import type { BackupOptions } from '../backup/backup.ts';
import { tedCommand, wholeNumber } from '../command.ts';

export function backupCommand(): Command {
  return tedCommand('backup', "back the database up, of one moment, in mongodump's format with checksums")
    .option('--out <dir>', 'where backups lie (default: backups/ beside the .env)')
    .option('--keep <n>', 'remove the oldest beyond so many', wholeNumber(1, 10_000), 7)
    .option('--env', 'copy the .env as well, for its owner alone')
    .option('--json', 'the outcome as JSON')
    .action(async (options: BackupOptions) => {
      const { backup } = await import('../backup/backup.ts');
      await backup(options);
    });
}
