import type { Logger } from '@ted/platform';
import { verifyDueGames, type Database } from '@ted/storage';
import type { WriteGate } from '../write-gate.ts';

/**
 * The job that checks the games whose seed has been revealed and that have no verdict yet. Its first run in a process also looks
 * at those that an earlier TED knew no algorithm for.
 */
export function seedVerification(
  database: Database,
  gate: WriteGate,
  logger: Logger,
  signal: AbortSignal,
): () => Promise<void> {
  let recheck = true;
  return async () => {
    await gate.mayWrite();
    const { verified, mismatch, unverifiable } = await verifyDueGames(database, {
      mayWrite: gate.mayWrite,
      signal,
      recheck,
      onMismatch: ({ game_id }, { firstDifference }) =>
        logger.warn(
          `Game ${game_id} is not the one that its seed makes: ${firstDifference!.what}` +
            (firstDifference!.tick === null ? '' : ` at tick ${firstDifference!.tick}`),
        ),
    });
    recheck = false;
    const line = `Checked seeds: ${verified} verified, ${mismatch} mismatches, ${unverifiable} unverifiable`;
    if (verified + mismatch + unverifiable > 0) logger.info(line);
    else logger.debug(line);
  };
}
