import type { Command } from 'commander';
import { tedCommand } from '../command.ts';

export function testCommand(): Command {
  return tedCommand('test', 'run the tests (all, or those that the arguments name)')
    .argument(
      '[jest arguments...]',
      'passed on, for example: packages/game -t "late update"; or: compose, for the container images',
    )
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (args: string[], { data }: { data?: string }) => {
      const { runTests } = await import('../run-tests.ts');
      await runTests(data, args);
    });
}
