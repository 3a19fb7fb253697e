import type { Command } from 'commander';
import { tedCommand } from '../command.ts';

export function statusCommand(): Command {
  return tedCommand('status', 'what the running stack does')
    .option('--json', 'the answer of /api/status as JSON')
    .action(async (options: { data?: string; json?: boolean }) => {
      const { showStatus } = await import('../status.ts');
      await showStatus(options.data, options.json ?? false);
    });
}
