import { Argument, type Command } from 'commander';
import { tedCommand } from '../command.ts';

export function persistenceCommand(): Command {
  return tedCommand('persistence', 'the switch: store games and forecasts in MongoDB, or not')
    .addArgument(new Argument('<action>', 'what to do').choices(['on', 'off', 'status']))
    .option('--json', 'the outcome as JSON')
    .action(async (action: 'on' | 'off' | 'status', options: { data?: string; json?: boolean }) => {
      const { persistence } = await import('../persistence.ts');
      await persistence(options.data, action, options.json ?? false);
    });
}
