import { verifyAccounts, type GameVerdict, type Verdict } from '@ted/fairness';
import type { FairnessDocument, GameDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { bulkUpdate } from '../write/bulk.ts';
import { accountsOf } from './accounts.ts';
import { samplesOf } from './samples.ts';

/** Games checked in one go: some ten milliseconds of work, so that other jobs pass in between. */
const CHUNK = 100;
/** A seed may be stored before the end that another worker holds; after this long it is checked without. */
const WAIT_FOR_END_MS = 600_000;

export type VerdictCounts = Record<Verdict, number>;

export const noVerdicts = (): VerdictCounts => ({ verified: 0, mismatch: 0, unverifiable: 0 });

/**
 * Checks every game whose seed is stored and that has no verdict yet, in small chunks. What is due is read from the database,
 * so it may be killed, repeated, and run twice at a time: the first verdict holds.
 * @param options.mayWrite called before every write; it throws (or waits) while writing is not allowed
 * @param options.onMismatch told of every game that is not what its seed makes it
 */
export async function verifyDueGames(
  database: Database,
  options: {
    mayWrite: () => Promise<void>;
    onMismatch?: (game: GameDocument, verdict: GameVerdict) => void;
    now?: number;
    signal?: AbortSignal;
  },
): Promise<VerdictCounts> {
  const { mayWrite, onMismatch, now = Date.now(), signal } = options;
  const counts = noVerdicts();
  for (const feed of await database.models.games.distinct('feed')) {
    const due = {
      feed,
      'fairness.verdict': null,
      server_seed: { $gt: '' },
      $or: [{ end_tick: { $exists: true } }, { updated_at: { $lt: new Date(now - WAIT_FOR_END_MS) } }],
    };
    while (!signal?.aborted) {
      const games = await database.models.games.find(due).limit(CHUNK).lean<GameDocument[]>();
      if (games.length === 0) break;
      const samples = await samplesOf(database, feed, games);
      const verdicts = games.map((game) => verifyAccounts(accountsOf(game, samples.get(game.game_id) ?? [])));
      await mayWrite();
      const { refused } = await bulkUpdate(
        database,
        games.map((game, i) => verdictUpdate(game, verdicts[i]!, now)),
        false,
      );
      if (refused[0]) throw new Error(`a verdict cannot be stored: ${refused[0].reason}`);
      verdicts.forEach((verdict, i) => {
        counts[verdict.verdict]++;
        if (verdict.verdict === 'mismatch') onMismatch?.(games[i]!, verdict);
      });
    }
  }
  return counts;
}

function verdictUpdate({ feed, game_id }: GameDocument, verdict: GameVerdict, now: number) {
  const fairness: FairnessDocument = {
    verdict: verdict.verdict,
    compared: verdict.compared,
    prices_compared: verdict.pricesCompared,
    first_difference: verdict.firstDifference,
    algorithm_version: verdict.algorithm,
    reason: verdict.reason,
    checked_at: new Date(now),
  };
  return {
    collection: 'games' as const,
    filter: { feed, game_id, 'fairness.verdict': null },
    update: {
      $set: { fairness },
      // The seed tells the course of a verified game; of any other one it is what the verdict rests on.
      ...(verdict.verdict === 'verified' && { $unset: { revealed: '' } }),
    },
  };
}
