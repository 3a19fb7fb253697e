import type { Command } from 'commander';
import type { BacktestOptions } from '../backtest/backtest.ts';
import { decimalNumber, tedCommand, wholeNumber } from '../command.ts';
import { CliError } from '../errors.ts';

export function backtestCommand(): Command {
  return tedCommand('backtest', 'judge the forecasts on games that are over: recorded, stored or simulated')
    .argument('[file]', 'a recording: .ndjson or .ndjson.gz')
    .option('--stored', 'the games in the stack’s database')
    .option('--simulate <n>', 'that many games by the published algorithm', wholeNumber(1, 10_000_000))
    .option('--seed <text>', 'of simulated games: the same seed, the same numbers', 'ted')
    .option('--hazard <p>', 'of simulated games: chance of the rug at each tick', decimalNumber(0, 1))
    .option(
      '--plant <pattern@strength>',
      'puts a pattern into simulated games: P1, P2, P3; 1 is as documented',
    )
    .option('--until <game>', 'the planted pattern ends with this game', wholeNumber(0, 10_000_000))
    .option('--runs <n>', 'with --simulate: repeats it and watches the weights only', wholeNumber(1, 100_000))
    .option('--warm-up <n>', 'games that are learnt from and not scored', wholeNumber(0, 10_000_000), 0)
    .option(
      '--model <version...>',
      'models to compare on the same ticks (default: the one that TED speaks with)',
    )
    .option('--json', 'ends with one line of JSON')
    .action(async (file: string | undefined, options: Omit<BacktestOptions, 'file'> & { runs?: number }) => {
      const { runs } = options;
      if (runs !== undefined) {
        if (options.simulate === undefined) throw new CliError('--runs is for --simulate');
        const { runStudy } = await import('../backtest/study.ts');
        return runStudy({ ...options, runs });
      }
      const { backtest } = await import('../backtest/backtest.ts');
      await backtest({ ...options, ...(file !== undefined && { file }) });
    });
}
