import type { Model } from 'mongoose';
import type { PredictionDocument, SideBetDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';
import { COUNTED } from './counted.ts';
import { readPage, within, type Page, type PageRequest } from './page.ts';

interface ForecastDocuments {
  predictions: PredictionDocument;
  side_bets: SideBetDocument;
}

/** One page of a feed's stored predictions or side bets, newest first. */
export function readForecastPage<K extends keyof ForecastDocuments>(
  database: Database,
  collection: K,
  feed: string,
  request: PageRequest,
): Promise<Page<ForecastDocuments[K]>> {
  const model = database.models[collection] as unknown as Model<PredictionDocument>;
  const order = { time: 'created_at', id: '_id' } as const;
  const page: Promise<Page<unknown>> = readPage(model, order, { feed, ...COUNTED }, request);
  return page as Promise<Page<ForecastDocuments[K]>>;
}

/** How many a feed has in the range. */
export function countForecasts(
  database: Database,
  collection: keyof ForecastDocuments,
  feed: string,
  { from, to }: Pick<PageRequest, 'from' | 'to'>,
): Promise<number> {
  const model = database.models[collection] as unknown as Model<PredictionDocument>;
  return model.countDocuments({ feed, created_at: within(from, to) ?? { $gt: new Date(0) }, ...COUNTED });
}
