import { countForecasts, readForecastPage } from '@ted/storage';
import { cursorText } from '../schemas/common.ts';
import { forecastListQuery, predictionList, sideBetList } from '../schemas/forecast-lists.ts';
import { storedPredictionView, storedSideBetView } from '../views/stored-forecasts.ts';
import type { Gateway } from '../gateway.ts';
import type * as z from 'zod';
import { endpoint } from './endpoint.ts';

export const predictions = endpoint({
  method: 'get',
  path: '/api/predictions',
  tag: 'history',
  summary: 'Stored predictions, newest first, in pages',
  query: forecastListQuery,
  answer: predictionList,
  errors: [503],
  handle: async (gateway, { query }) => {
    const { items, ...rest } = await readList(gateway, 'predictions', query);
    return { predictions: items.map(storedPredictionView), ...rest };
  },
});

export const sideBets = endpoint({
  method: 'get',
  path: '/api/side-bets',
  tag: 'history',
  summary: 'Stored side bets, newest first, in pages',
  query: forecastListQuery,
  answer: sideBetList,
  errors: [503],
  handle: async (gateway, { query }) => {
    const { items, ...rest } = await readList(gateway, 'side_bets', query);
    return { side_bets: items.map(storedSideBetView), ...rest };
  },
});

async function readList<K extends 'predictions' | 'side_bets'>(
  gateway: Gateway,
  collection: K,
  { feed: wanted, limit, cursor, from, to }: z.output<typeof forecastListQuery>,
) {
  const feed = wanted ?? gateway.feed;
  const [page, total] = await Promise.all([
    gateway.withDatabase((database) =>
      readForecastPage(database, collection, feed, { limit, cursor, from, to }),
    ),
    gateway.count({ collection, feed, from, to }, (database) =>
      countForecasts(database, collection, feed, { from, to }),
    ),
  ]);
  return {
    items: page.items,
    next_cursor: cursorText(page.older),
    previous_cursor: cursorText(page.newer),
    total,
  };
}
