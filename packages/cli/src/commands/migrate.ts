import type { Command } from 'commander';
import { tedCommand } from '../command.ts';

export function migrateCommand(): Command {
  return tedCommand('migrate', 'create collections and indexes, and take over the data of an earlier TED')
    .option('--check-only', 'write nothing; the exit code says whether the database is ready')
    .option('--json', 'the report as JSON')
    .action(async (options: { data?: string; checkOnly?: boolean; json?: boolean }) => {
      const { migrateDatabase } = await import('../migrate.ts');
      await migrateDatabase(options.data, {
        checkOnly: options.checkOnly ?? false,
        asJson: options.json ?? false,
      });
    });
}
