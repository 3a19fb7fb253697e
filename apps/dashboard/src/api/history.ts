import { keepPreviousData, useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { fetchJson, withQuery } from './fetch-json.ts';
import { storedPrediction, storedSideBet } from './stored-forecasts.ts';
import { pageFields, storedGame } from './stored-game.ts';

export const gameList = z.object({ games: z.array(storedGame), ...pageFields });
const predictionList = z.object({ predictions: z.array(storedPrediction), ...pageFields });
const sideBetList = z.object({ side_bets: z.array(storedSideBet), ...pageFields });

/** What a list is asked for; left out is not asked. Times ISO. */
export interface ListQuery {
  from?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

export interface GameQuery extends ListQuery {
  verdict?: string | undefined;
  min_end?: string | undefined;
  max_end?: string | undefined;
  min_peak?: string | undefined;
  inside?: string | undefined;
}

/** A list changes when a game ends: about once a minute. */
const EVERY_MS = 10_000;

/** A list on its newest page follows the game; an older page stays as it is. */
const listOptions = ({ cursor }: ListQuery) => ({
  refetchInterval: cursor === undefined ? EVERY_MS : (false as const),
  placeholderData: keepPreviousData,
});

export const useGames = (query: GameQuery) =>
  useQuery({
    queryKey: ['games', query],
    queryFn: () => fetchJson(withQuery('/api/games', { ...query }), gameList),
    ...listOptions(query),
  });

export const usePredictions = (query: ListQuery) =>
  useQuery({
    queryKey: ['predictions', query],
    queryFn: () => fetchJson(withQuery('/api/predictions', { ...query }), predictionList),
    ...listOptions(query),
  });

export const useSideBets = (query: ListQuery) =>
  useQuery({
    queryKey: ['side-bets', query],
    queryFn: () => fetchJson(withQuery('/api/side-bets', { ...query }), sideBetList),
    ...listOptions(query),
  });
