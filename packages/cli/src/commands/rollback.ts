import type { Command } from 'commander';
import { tedCommand, wholeNumber } from '../command.ts';
import type { RollbackOptions } from '../rollback/rollback.ts';

export function rollbackCommand(): Command {
  return tedCommand(
    'rollback',
    'switch persistence off and prove it; with --to, go back to earlier code as well',
  )
    .option('--to <commit>', 'check this commit out and rebuild')
    .option('--url <url>', "the gateway (default: the running stack's, else http://127.0.0.1:8000)")
    .option(
      '--wait <seconds>',
      'how long all may take to confirm; a gateway may just be starting',
      wholeNumber(1, 600),
      30,
    )
    .option('--json', 'the findings as JSON')
    .action(async (options: RollbackOptions) => {
      const { rollback } = await import('../rollback/rollback.ts');
      await rollback(options);
    });
}
