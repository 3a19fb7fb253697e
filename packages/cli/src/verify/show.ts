import type { Compared, Difference } from '@ted/fairness';
import { printable } from '../deadletter/printable.ts';
import { table } from '../table.ts';
import type { VerifiedGame } from './verified-game.ts';

/** More games than these of one verdict are told as a number. */
const SHOWN = 50;

const NAMES: Record<Compared, string> = {
  committed_hash: 'hash from before',
  server_seed_hash: 'hash',
  end_tick: 'end tick',
  peak_price: 'peak',
  prices: 'prices',
};

/** A table of the games with what was compared, mismatches first; of many alike the first ones and how many more there are. */
export function verdictTable(games: readonly VerifiedGame[]): string {
  const rows: string[][] = [];
  for (const verdict of ['mismatch', 'unverifiable', 'verified'] as const) {
    const alike = games.filter((game) => game.verdict === verdict);
    rows.push(...alike.slice(0, SHOWN).map(row));
    if (alike.length > SHOWN) rows.push([`… and ${alike.length - SHOWN} more`, verdict]);
  }
  return table([['game', 'verdict', 'algorithm', 'compared', 'first difference, or why not'], ...rows]);
}

function row(game: VerifiedGame): string[] {
  const compared = game.compared.map((what) =>
    what === 'prices' ? `${game.pricesCompared} prices` : NAMES[what],
  );
  return [
    printable(game.feed === undefined ? game.gameId : `${game.feed} ${game.gameId}`),
    game.verdict,
    game.algorithm ?? '-',
    compared.join(', ') || '-',
    printable(game.firstDifference ? differenceText(game.firstDifference) : (game.reason ?? '')),
  ];
}

function differenceText({ what, tick, expected, seen }: Difference): string {
  const at = tick === null ? '' : ` at tick ${tick}`;
  return `${what.replaceAll('_', ' ')}${at}: ${seen} instead of ${expected ?? 'the end'}`;
}

/** A game as one line of JSON, with the names of the stored document. */
export function verdictJson(game: VerifiedGame): string {
  return JSON.stringify({
    game_id: game.gameId,
    ...(game.feed !== undefined && { feed: game.feed }),
    verdict: game.verdict,
    compared: game.compared,
    prices_compared: game.pricesCompared,
    first_difference: game.firstDifference,
    algorithm_version: game.algorithm,
    reason: game.reason,
  });
}
