import type { Command } from 'commander';
import { tedCommand } from '../command.ts';

export function cleanupCommand(): Command {
  return tedCommand(
    'cleanup',
    'delete now what is older than its retention days (TED does it daily by itself)',
  )
    .option('--dry-run', 'delete nothing, show what would go')
    .option('--json', 'the outcome as JSON')
    .action(async ({ data, dryRun, json = false }: { data?: string; dryRun?: boolean; json?: boolean }) => {
      const { cleanUpNow, showExpired } = await import('../cleanup.ts');
      await (dryRun ? showExpired : cleanUpNow)(data, json);
    });
}
