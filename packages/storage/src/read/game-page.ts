import type { QueryFilter } from 'mongoose';
import type { Verdict } from '@ted/fairness';
import type { GameDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { readPage, within, type Page, type PageRequest } from './page.ts';

/** Which games are wanted; a field that is not given asks for nothing. */
export interface GameFilter {
  feed: string;
  /** `waiting`: not checked yet. */
  verdict?: Verdict | 'waiting' | undefined;
  minEnd?: number | undefined;
  maxEnd?: number | undefined;
  minPeak?: number | undefined;
  /** Whether the end lay inside the interval of the game's first forecast. */
  inside?: boolean | undefined;
}

/** One page of games that have ended, newest end first. */
export function readGamePage(
  database: Database,
  filter: GameFilter,
  request: PageRequest,
): Promise<Page<GameDocument>> {
  return readPage(
    database.models.games,
    { time: 'ended_at', id: 'game_id' },
    gameConditions(filter),
    request,
  );
}

/** The ids of the games of the same feed that ended right before and right after one; null at the ends of the list. */
export async function readNeighbours(
  database: Database,
  { feed, game_id: id, ended_at: endedAt }: GameDocument,
): Promise<{ older: string | null; newer: string | null }> {
  if (!endedAt) return { older: null, newer: null };
  const next = async (direction: 'older' | 'newer') => {
    const cursor = { direction, at: Number(endedAt), id };
    const { items } = await readGamePage(database, { feed }, { limit: 1, cursor });
    return items[0]?.game_id ?? null;
  };
  const [older, newer] = await Promise.all([next('older'), next('newer')]);
  return { older, newer };
}

/** How many games the filter holds in the range, whatever the page. */
export function countGames(
  database: Database,
  filter: GameFilter,
  { from, to }: Pick<PageRequest, 'from' | 'to'>,
): Promise<number> {
  const ended_at = within(from, to) ?? { $gt: new Date(0) };
  return database.models.games.countDocuments({ ...gameConditions(filter), ended_at });
}

/** The filter as MongoDB is asked for it. */
export function gameConditions({
  feed,
  verdict,
  minEnd,
  maxEnd,
  minPeak,
  inside,
}: GameFilter): QueryFilter<GameDocument> {
  return {
    feed,
    ...(verdict !== undefined && { 'fairness.verdict': verdict === 'waiting' ? null : verdict }),
    ...((minEnd !== undefined || maxEnd !== undefined) && {
      end_tick: {
        ...(minEnd !== undefined && { $gte: minEnd }),
        ...(maxEnd !== undefined && { $lte: maxEnd }),
      },
    }),
    ...(minPeak !== undefined && { peak_price: { $gte: minPeak } }),
    ...(inside !== undefined && { 'first_forecast.inside': inside }),
  };
}
