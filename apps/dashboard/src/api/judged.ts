import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLivePart } from '../live/client.ts';
import { judgedGames } from '../live/judged-games.ts';
import { fetchJson } from './fetch-json.ts';
import { gameList } from './history.ts';

/** As many as a verdict is over. */
const GAMES = 100;

/**
 * The last games with a forecast, oldest first: those that TED has in memory, and before them those that are stored, so
 * that a restart does not make it forget whether it was right. Without MongoDB it is those in memory.
 */
export function useJudged() {
  const live = useLivePart((state) => state.judged);
  const stored = useQuery({
    queryKey: ['judged'],
    queryFn: () => fetchJson(`/api/games?limit=${GAMES}`, gameList),
    staleTime: Infinity,
  });
  const games = stored.data?.games;
  return useMemo(() => judgedGames(games ?? [], live), [games, live]);
}
