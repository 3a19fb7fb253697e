import type { Command } from 'commander';
import { tedCommand, wholeNumber } from '../command.ts';

export function validateCommand(): Command {
  return tedCommand('validate', "judge a deployment by the guide's success criteria, with figures")
    .option('--hours <n>', 'over the last so many hours', wholeNumber(1, 168), 24)
    .option('--url <url>', "the gateway (default: the running stack's, else http://127.0.0.1:8000)")
    .option('--json', 'the findings as JSON')
    .addHelpText('after', '\nExit code 0: all are met; 1: one is not; 3: one cannot be judged yet.')
    .action(async (options: { data?: string; url?: string; hours: number; json?: true }) => {
      const { validateDeployment } = await import('../validate/validate.ts');
      await validateDeployment(options);
    });
}
