import type { TedRecord } from '@ted/messaging';
import type { UpdateOperation } from './operations.ts';

/** An ingest that has forecast a game. */
interface Claim {
  feed: string;
  game_id: string;
  ingest_id: string;
  created_at: number;
}

/** What notes whose forecasts of a game count. */
export interface Claims {
  /** Upserts of games that nobody may have stored yet. */
  games: UpdateOperation[];
  /** After them: sets a game's owner if it has none. */
  owners: UpdateOperation[];
}

/**
 * Notes for every game that these records forecast whose forecasts count: the first one's that is stored, for ever
 * (`games.forecast_owner`). Two ingests that record the same game do not merge: their side bets would overlap. To be acknowledged
 * before the forecasts are written: then who sees a forecast sees the game's owner too. Pure.
 */
export function claims(records: readonly TedRecord[]): Claims {
  const claimed = claimsOf(records);
  return {
    games: claimed.map(({ feed, game_id, created_at }) => ({
      collection: 'games',
      filter: { feed, game_id },
      update: { $setOnInsert: { status: 'running' }, $min: { created_at: new Date(created_at) } },
    })),
    owners: claimed.map(({ feed, game_id, ingest_id }) => ({
      collection: 'games',
      filter: { feed, game_id, forecast_owner: null },
      update: { $set: { forecast_owner: ingest_id } },
    })),
  };
}

/** One for each game and ingest, with its earliest moment. */
function claimsOf(records: readonly TedRecord[]): Claim[] {
  const claims = new Map<string, Claim>();
  for (const record of records) {
    if (record.kind !== 'prediction' && record.kind !== 'side_bet' && record.kind !== 'game_ended') continue;
    const { feed, game_id, ingest_id, created_at } = record;
    if (ingest_id === undefined) continue;
    const key = `${feed} ${game_id} ${ingest_id}`;
    const known = claims.get(key);
    if (!known || created_at < known.created_at) claims.set(key, { feed, game_id, ingest_id, created_at });
  }
  return [...claims.values()];
}
