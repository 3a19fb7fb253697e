import type { Command } from 'commander';
import { tedCommand } from '../command.ts';

export function doctorCommand(): Command {
  return tedCommand('doctor', 'look whether everything is there that a deployment needs, a line each')
    .option('--json', 'the findings as JSON')
    .action(async ({ data, json = false }: { data?: string; json?: boolean }) => {
      const { doctor } = await import('../doctor/doctor.ts');
      await doctor(data, json);
    });
}
