import type { Command } from 'commander';
import { tedCommand } from '../command.ts';

export function checkCommand(): Command {
  return tedCommand('check', 'format, lint, types, module borders and dependency versions').action(
    async ({ data }: { data?: string }) => {
      const { runChecks } = await import('../check/run-checks.ts');
      await runChecks(data);
    },
  );
}
