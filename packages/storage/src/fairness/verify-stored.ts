import { verifyAccounts, type GameVerdict } from '@ted/fairness';
import type { GameDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { accountsOf } from './accounts.ts';
import { samplesOf } from './samples.ts';

const CHUNK = 100;

/** Verifies stored games by what is stored now, whatever verdict they have. Writes nothing. */
export async function* verifyStoredGames(
  database: Database,
  wanted: { gameId?: string },
): AsyncGenerator<{ game: GameDocument; verdict: GameVerdict }> {
  const finished = { $or: [{ end_tick: { $exists: true } }, { server_seed: { $exists: true } }] };
  const filter = wanted.gameId === undefined ? finished : { game_id: wanted.gameId };
  const games = database.models.games.find(filter).lean<GameDocument[]>().cursor({ batchSize: CHUNK });
  let chunk: GameDocument[] = [];
  for await (const game of games) {
    chunk.push(game);
    if (chunk.length < CHUNK) continue;
    yield* verdictsOf(database, chunk);
    chunk = [];
  }
  yield* verdictsOf(database, chunk);
}

async function* verdictsOf(database: Database, games: GameDocument[]) {
  for (const feed of new Set(games.map((game) => game.feed))) {
    const ofFeed = games.filter((game) => game.feed === feed);
    const samples = await samplesOf(database, feed, ofFeed);
    for (const game of ofFeed)
      yield { game, verdict: verifyAccounts(accountsOf(game, samples.get(game.game_id) ?? [])) };
  }
}
