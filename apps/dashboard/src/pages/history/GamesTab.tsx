import { useGames } from '../../api/history.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { useNarrow } from '../../components/use-narrow.ts';
import type { Address } from './address.ts';
import { gameQuery, NO_FILTERS } from './address.ts';
import { EmptyList } from './EmptyList.tsx';
import { GameCards } from './GameCards.tsx';
import { GameFilters } from './GameFilters.tsx';
import { GamesTable } from './GamesTable.tsx';
import { Paging } from './Paging.tsx';

const ROWS_OF_SKELETON = Array.from({ length: 10 }, () => '100%');

export function GamesTab({ address }: { address: Address }) {
  const query = useGames(gameQuery(address, Date.now()));
  const isNarrow = useNarrow();
  const isFiltered = JSON.stringify(address.filters) !== JSON.stringify(NO_FILTERS);
  return (
    <>
      <GameFilters filters={address.filters} total={query.data?.total} isFiltered={isFiltered} />
      <Loaded query={query} what="This list" skeleton={ROWS_OF_SKELETON}>
        {(page) =>
          page.games.length === 0 ? (
            <EmptyList
              isFiltered={isFiltered}
              what="No finished games yet. The first appears about a minute after start."
            />
          ) : (
            <>
              {isNarrow ? <GameCards games={page.games} /> : <GamesTable games={page.games} />}
              <Paging address={address} page={page} shown={page.games.length}>
                Error: median end minus true end, in windows of 40 ticks; grey field = within 2. Arrow: off
                the scale.
              </Paging>
            </>
          )
        }
      </Loaded>
    </>
  );
}
