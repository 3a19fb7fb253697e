import { Option, type Command } from 'commander';
import { speed, tedCommand } from '../command.ts';
import type { ChaosOptions } from '../run-chaos.ts';

export function chaosCommand(): Command {
  return tedCommand('chaos', 'prove that nothing is lost: kill, stop and starve every part while games run')
    .option('--short', 'at most 100 seconds instead of a quarter of an hour')
    .addOption(
      new Option(
        '--topology <name>',
        'on a Redis with sentinels, on a Redis cluster, or with two replicas of ingest',
      ).choices(['single', 'sentinel', 'cluster', 'ha-ingest']),
    )
    .option('--json', 'end with one line of JSON')
    .option('--seed <text>', 'repeat the games and the faults of an earlier run (its seed is printed)')
    .option('--speed <n>', 'times real time (default: 100)', speed)
    .option('--more <kind>', 'this kind of fault more often (may be repeated)', collect, [])
    .option(
      '--sabotage <name>',
      'break a rule of the delivery in a copy: succeeds if the short form finds out',
    )
    .action(async (options: ChaosOptions) => {
      const { runChaos } = await import('../run-chaos.ts');
      await runChaos(options);
    });
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}
