import { Command } from 'commander';

export function benchCommand(): Command {
  return new Command('bench')
    .description('measure: how fast the parts are, beside the least that could be done')
    .helpOption('-h, --help', 'show this help')
    .argument('[names...]', 'which benchmarks (default: all)')
    .option('--long', 'the full sizes and times: hours instead of a quarter of one')
    .option('--json', 'one line of JSON for each figure')
    .action(async (names: string[], options: { json?: true; long?: true }) => {
      const { runBenchmarks } = await import('../run-bench.ts');
      await runBenchmarks(names, options);
    });
}
