import type { GameQuery, ListQuery } from '../../api/history.ts';

export const LISTS = ['games', 'predictions', 'side-bets'] as const;
export type List = (typeof LISTS)[number];

export const ROWS = [20, 50, 100, 200] as const;

/** Filters of the games' list, as they stand in the page's address. Empty: not filtered. */
export interface Filters {
  /** One of `SPANS`. */
  ended: string;
  min_end: string;
  max_end: string;
  min_peak: string;
  inside: string;
  verdict: string;
}

export interface Address {
  list: List;
  rows: number;
  cursor: string;
  filters: Filters;
}

export const NO_FILTERS: Filters = {
  ended: '',
  min_end: '',
  max_end: '',
  min_peak: '',
  inside: '',
  verdict: '',
};

const HOUR_MS = 3_600_000;
/** "Ended": how far back, in hours. */
export const SPANS: Readonly<Record<string, number>> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 };

/** What the address asks for; whatever it should not say is left out. */
export function readAddress(params: URLSearchParams): Address {
  const read = (name: string) => params.get(name) ?? '';
  const oneOf = (name: string, allowed: readonly string[]) =>
    allowed.includes(read(name)) ? read(name) : '';
  const number = (name: string, pattern: RegExp) => (pattern.test(read(name)) ? read(name) : '');
  const rows = Number(read('rows'));
  return {
    list: LISTS.find((list) => list === read('list')) ?? 'games',
    rows: ROWS.find((allowed) => allowed === rows) ?? 20,
    cursor: read('cursor'),
    filters: {
      ended: oneOf('ended', Object.keys(SPANS)),
      min_end: number('min_end', /^\d{1,5}$/),
      max_end: number('max_end', /^\d{1,5}$/),
      min_peak: number('min_peak', /^\d{1,6}(\.\d{1,4})?$/),
      inside: oneOf('inside', ['true', 'false']),
      verdict: oneOf('verdict', ['verified', 'mismatch', 'unverifiable', 'waiting']),
    },
  };
}

type Change = (params: URLSearchParams) => URLSearchParams;

const changed =
  (values: Record<string, string>): Change =>
  (before) => {
    const params = new URLSearchParams(before);
    for (const [name, value] of Object.entries(values)) {
      if (value === '') params.delete(name);
      else params.set(name, value);
    }
    return params;
  };

/** Another filter or length begins at the newest page again. */
export const withFilters = (filters: Partial<Filters>): Change => changed({ ...filters, cursor: '' });
export const withRows = (rows: number): Change =>
  changed({ rows: rows === 20 ? '' : String(rows), cursor: '' });
export const withCursor = (cursor: string): Change => changed({ cursor });
export const withList =
  (list: List): Change =>
  () =>
    new URLSearchParams(list === 'games' ? {} : { list });

/** When `ended` begins; whole minutes, so that the question stays the same for a while. */
export function since(ended: string, now: number): string | undefined {
  const hours = SPANS[ended];
  if (hours === undefined) return undefined;
  return new Date(Math.floor((now - hours * HOUR_MS) / 60_000) * 60_000).toISOString();
}

export function listQuery({ rows, cursor }: Address): ListQuery {
  return { limit: rows, cursor: cursor === '' ? undefined : cursor };
}

export function gameQuery(address: Address, now: number): GameQuery {
  const { ended, ...rest } = address.filters;
  return { ...listQuery(address), ...rest, from: since(ended, now) };
}

/** What the export of a list is narrowed to. Games come as their list has them: those that have ended. */
export type ExportFilters = Omit<GameQuery, 'limit' | 'cursor'> & { ended?: 'true' };

export function exportedFilters(address: Address, now: number): ExportFilters {
  if (address.list !== 'games') return {};
  const { limit: _, cursor: __, ...filters } = gameQuery(address, now);
  return { ...filters, ended: 'true' };
}
