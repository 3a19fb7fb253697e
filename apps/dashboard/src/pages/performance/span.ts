import type { Span } from '../../api/performance.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** What the page's address asks for. */
export type Chosen = { is: '24h' | '7d' | '30d' } | { is: 'custom'; from: string; to: string };

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Days of the reader's zone, both included; anything else is the last 24 hours. */
export function readSpan(params: URLSearchParams): Chosen {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  if (DATE.test(from) && DATE.test(to) && from <= to) return { is: 'custom', from, to };
  const last = params.get('last');
  return { is: last === '7d' || last === '30d' ? last : '24h' };
}

/** Hours for a day, six hours for a week, days for more. */
export function spanOf(chosen: Chosen): Span {
  switch (chosen.is) {
    case '24h':
      return { hours: DAY_HOURS, step: 'hour' };
    case '7d':
      return { hours: 7 * DAY_HOURS, step: '6h' };
    case '30d':
      return { hours: 30 * DAY_HOURS, step: 'day' };
    case 'custom': {
      const from = new Date(`${chosen.from}T00:00:00`);
      const end = new Date(`${chosen.to}T00:00:00`);
      end.setDate(end.getDate() + 1);
      const hours = (end.getTime() - from.getTime()) / HOUR_MS;
      const step = hours <= 2 * DAY_HOURS ? 'hour' : hours <= 8 * DAY_HOURS ? '6h' : 'day';
      // The last moment of the last day, because the hour that `to` lies in counts.
      return { from: from.toISOString(), to: new Date(end.getTime() - 1000).toISOString(), step };
    }
  }
}
