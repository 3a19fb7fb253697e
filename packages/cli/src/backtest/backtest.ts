import { run, type Result } from '@ted/backtest';
import { isModel, MODEL_VERSION, MODELS, type ModelVersion } from '@ted/forecast';
import { CliError, messageOf } from '../errors.ts';
import { Progress } from '../progress.ts';
import { chooseGames, type GamesOptions } from './games.ts';
import { jsonLine, resultTable } from './show.ts';

export interface BacktestOptions extends GamesOptions {
  model?: string[];
  warmUp: number;
  json?: boolean;
}

/** Plays games through the models and prints how their forecasts turned out. Throws CliError where there is none to judge. */
export async function backtest(options: BacktestOptions): Promise<void> {
  const models = (options.model ?? [MODEL_VERSION]).map(knownModel);
  const { games, about, expected } = chooseGames(options);
  const progress = new Progress();
  const began = performance.now();
  const results = await run(games, {
    models,
    warmUp: options.warmUp,
    onGame: (count) => progress.show(`backtest: ${share(count, expected)}`),
  }).catch((error: unknown) => {
    throw new CliError(`${about}: ${messageOf(error)}`);
  });
  progress.clear();
  if (results[0]!.scores.games === 0)
    throw new CliError(`${about}: no complete game (one seen from its first ticks to its end)`);
  console.log(resultTable(results, about, (performance.now() - began) / 1000));
  if (options.json) console.log(JSON.stringify(jsonOf(results)));
}

/** The first model's figures; with several models each one's under its name, too. */
function jsonOf(results: Result[]): object {
  const first = jsonLine(results[0]!);
  if (results.length === 1) return first;
  return { ...first, models: Object.fromEntries(results.map((result) => [result.model, jsonLine(result)])) };
}

function knownModel(name: string): ModelVersion {
  if (isModel(name)) return name;
  throw new CliError(`there is no model ${name}; there are ${Object.keys(MODELS).join(', ')}`);
}

function share(count: number, expected: number | undefined): string {
  const games = count.toLocaleString('en');
  if (expected === undefined) return `${games} games`;
  return `${games} of ${expected.toLocaleString('en')} games (${Math.floor((100 * count) / expected)}%)`;
}
