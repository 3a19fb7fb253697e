import type { Command } from 'commander';
import { tedCommand } from '../command.ts';
import { UsageError } from '../errors.ts';

interface Options {
  all?: boolean;
  json?: boolean;
  data?: string;
}

export function verifyCommand(): Command {
  return tedCommand('verify', 'check that games are what their revealed seeds make them; 1 if one is not')
    .argument('[game]', 'id of a stored game, or a recording: .ndjson or .json, also .gz')
    .option('--all', 'all stored games')
    .option('--json', 'one line a game, then {"verified":n,"mismatch":n,"unverifiable":n}')
    .action(async (game: string | undefined, { all, json = false, data }: Options) => {
      if ((game === undefined) === (all !== true))
        throw new UsageError('verify needs a game, a file or --all, one of them');
      const { verify } = await import('../verify.ts');
      await verify(game, { data, asJson: json });
    });
}
