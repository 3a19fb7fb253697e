import { useGames, usePredictions, useSideBets } from '../../api/history.ts';
import { Icon } from '../../components/Icon.tsx';
import button from '../../components/Button.module.css';
import { count } from '../../format/numbers.ts';
import { ofChosenFeed } from '../../api/chosen-feed.ts';
import { withQuery } from '../../api/fetch-json.ts';
import { exportedFilters, type Address, type ExportFilters, type List } from './address.ts';

const ALL = { limit: 1 } as const;

/** All rows that the list's filters hold, as a file, not only those of the page on show. */
export function ExportLinks({ address }: { address: Address }) {
  const filters = exportedFilters(address, Date.now());
  const total = useTotal(address.list, filters);
  const rows = total === undefined ? '' : ` of ${count(total)} rows`;
  const link = (format: string) =>
    ofChosenFeed(withQuery(`/api/export/${address.list}`, { format, ...filters }));
  return (['csv', 'ndjson'] as const).map((format) => (
    <a key={format} className={button.button} href={link(format)} download>
      <Icon name="down" size={14} />
      Export {format.toUpperCase()}
      <span className="visually-hidden">{rows}</span>
    </a>
  ));
}

function useTotal(list: List, { ended: _, ...filters }: ExportFilters): number | undefined {
  const totals: Record<List, number | undefined> = {
    games: useGames({ limit: 1, ...filters }).data?.total,
    predictions: usePredictions(ALL).data?.total,
    'side-bets': useSideBets(ALL).data?.total,
  };
  return totals[list];
}
