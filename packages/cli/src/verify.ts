import { existsSync } from 'node:fs';
import { ExitCode, ExitWith } from './errors.ts';
import { Progress } from './progress.ts';
import { verdictJson, verdictTable } from './verify/show.ts';
import type { VerifiedGame } from './verify/verified-game.ts';
import { verifyFile } from './verify/verify-file.ts';
import { verifyStored } from './verify/verify-stored.ts';

/**
 * Verifies a stored game, the games of a recording, or all stored games (`what` undefined), and shows each with what was
 * compared. Ends with exit code 1 if a game is not the one that its seed makes.
 */
export async function verify(
  what: string | undefined,
  { data, asJson }: { data: string | undefined; asJson: boolean },
): Promise<void> {
  const progress = new Progress();
  const counts = { verified: 0, mismatch: 0, unverifiable: 0 };
  const games: VerifiedGame[] = [];
  const take = (game: VerifiedGame): void => {
    counts[game.verdict]++;
    if (asJson) console.log(verdictJson(game));
    else games.push(game);
  };
  try {
    if (what !== undefined && existsSync(what))
      for await (const game of verifyFile(what, progress)) take(game);
    else await verifyStored(data, what === undefined ? {} : { gameId: what }, progress, take);
  } finally {
    progress.clear();
  }
  if (asJson) console.log(JSON.stringify(counts));
  else {
    const { verified, mismatch, unverifiable } = counts;
    if (games.length > 0) console.log(verdictTable(games));
    console.log(`${verified} verified, ${mismatch} mismatches, ${unverifiable} unverifiable`);
  }
  if (counts.mismatch > 0) throw new ExitWith(ExitCode.failed);
}
