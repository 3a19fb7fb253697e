import type { QueryFilter } from 'mongoose';
import { gameVersions, verifyAccounts, type GameVerdict, type Verdict } from '@ted/fairness';
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

export interface VerifyDueOptions {
  /** Called before every write; it throws (or waits) while writing is not allowed. */
  mayWrite: () => Promise<void>;
  /** Told of every game that is not what its seed makes it. */
  onMismatch?: (game: GameDocument, verdict: GameVerdict) => void;
  /** Checks those again, too, whose algorithm was not known then and is now. */
  recheck?: boolean;
  now?: number;
  signal?: AbortSignal;
}

/**
 * Checks every game whose seed is stored and that has no verdict yet, in small chunks. What is due is read from the database,
 * so it may be killed, repeated, and run twice at a time: the first verdict holds.
 */
export async function verifyDueGames(
  database: Database,
  { mayWrite, onMismatch, recheck = false, now = Date.now(), signal }: VerifyDueOptions,
): Promise<VerdictCounts> {
  const counts: VerdictCounts = { verified: 0, mismatch: 0, unverifiable: 0 };
  for (const feed of await database.models.games.distinct('feed')) {
    for (const due of recheck ? [unchecked(now), nowKnown()] : [unchecked(now)]) {
      while (!signal?.aborted) {
        const games = await database.models.games
          .find({ feed, server_seed: { $gt: '' }, ...due })
          .limit(CHUNK)
          .lean<GameDocument[]>();
        if (games.length === 0) break;
        const samples = await samplesOf(database, feed, games);
        const checked = games.map((game) => ({
          game,
          verdict: verifyAccounts(accountsOf(game, samples.get(game.game_id) ?? [])),
        }));
        await mayWrite();
        await storeVerdicts(database, checked, now);
        for (const { game, verdict } of checked) {
          counts[verdict.verdict]++;
          if (verdict.verdict === 'mismatch') onMismatch?.(game, verdict);
        }
      }
    }
  }
  return counts;
}

const unchecked = (now: number): QueryFilter<GameDocument> => ({
  'fairness.verdict': null,
  $or: [{ end_tick: { $exists: true } }, { updated_at: { $lt: new Date(now - WAIT_FOR_END_MS) } }],
});

const nowKnown = (): QueryFilter<GameDocument> => ({
  'fairness.verdict': 'unverifiable',
  'fairness.algorithm_version': null,
  version: { $in: Object.keys(gameVersions) },
});

interface CheckedGame {
  game: GameDocument;
  verdict: GameVerdict;
}

async function storeVerdicts(
  database: Database,
  checked: readonly CheckedGame[],
  now: number,
): Promise<void> {
  const { refused } = await bulkUpdate(
    database,
    checked.map((game) => verdictUpdate(game, now)),
    false,
  );
  if (refused[0]) throw new Error(`a verdict cannot be stored: ${refused[0].reason}`);
}

/** Changes nothing if another process has checked the game meanwhile. */
function verdictUpdate({ game, verdict }: CheckedGame, now: number) {
  const { feed, game_id } = game;
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
    filter: { feed, game_id, 'fairness.checked_at': game.fairness?.checked_at ?? null },
    update: {
      $set: { fairness },
      // The seed tells the course of a verified game; of any other one it is what the verdict rests on.
      ...(verdict.verdict === 'verified' && { $unset: { revealed: '' } }),
    },
  };
}
