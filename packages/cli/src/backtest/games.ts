import { existsSync } from 'node:fs';
import { parsePlant, recordedGames, simulate, type Game, type SimulateOptions } from '@ted/backtest';
import { CliError, messageOf } from '../errors.ts';
import { storedGames } from './stored.ts';

export interface GamesOptions {
  data?: string;
  file?: string;
  stored?: boolean;
  simulate?: number;
  seed: string;
  hazard?: number;
  plant?: string;
  until?: number;
}

export interface ChosenGames {
  games: AsyncIterable<Game> | Iterable<Game>;
  /** Where they are from, in words. */
  about: string;
  /** How many, where that is known beforehand. */
  expected?: number;
}

/** Where the games come from. Throws CliError for none, several, or options that do not fit. */
export function chooseGames(options: GamesOptions): ChosenGames {
  const { file, stored, simulate: count, plant, hazard, until } = options;
  if ([file !== undefined, stored === true, count !== undefined].filter(Boolean).length !== 1)
    throw new CliError('name one: a recording, --stored, or --simulate N');
  if (count === undefined && [plant, hazard, until].some((option) => option !== undefined))
    throw new CliError('--plant, --hazard and --until are for --simulate');
  if (file !== undefined) {
    if (!existsSync(file)) throw new CliError(`there is no file ${file}`);
    return { games: recordedGames(file), about: file };
  }
  if (stored) return { games: storedGames(options.data), about: 'stored games' };
  return { ...simulated(options, count!), expected: count! };
}

/** What the options say of simulated games. Throws CliError for a plant that there is not. */
export function simulation({ seed, hazard, plant, until }: GamesOptions, games: number): SimulateOptions {
  return {
    games,
    seed,
    ...(hazard !== undefined && { hazard }),
    ...(plant !== undefined && { plant: planted(plant) }),
    ...(until !== undefined && { until }),
  };
}

function simulated(options: GamesOptions, games: number): ChosenGames {
  const { seed, hazard, plant } = options;
  const more = [plant, hazard !== undefined && `hazard ${hazard}`].filter(Boolean).join(', ');
  return {
    games: simulate(simulation(options, games)),
    about: `simulated games (seed ${seed}${more ? `, ${more}` : ''})`,
  };
}

function planted(text: string) {
  try {
    return parsePlant(text);
  } catch (error) {
    throw new CliError(messageOf(error));
  }
}
