import type { Logger } from '@ted/platform';
import { verifyDueGames, type Database } from '@ted/storage';
import type { WriteGate } from '../write-gate.ts';

/** Checks the games whose seed has been revealed and that have no verdict yet. */
export async function verifySeeds(
  database: Database,
  gate: WriteGate,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  await gate.mayWrite();
  const counts = await verifyDueGames(database, {
    mayWrite: gate.mayWrite,
    signal,
    onMismatch: ({ game_id }, { firstDifference }) =>
      logger.warn(
        `Game ${game_id} is not the one that its seed makes: ${firstDifference!.what}` +
          (firstDifference!.tick === null ? '' : ` at tick ${firstDifference!.tick}`),
      ),
  });
  const { verified, mismatch, unverifiable } = counts;
  const line = `Checked seeds: ${verified} verified, ${mismatch} mismatches, ${unverifiable} unverifiable`;
  if (verified + mismatch + unverifiable > 0) logger.info(line);
  else logger.debug(line);
}
