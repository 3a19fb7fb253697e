import * as z from 'zod';
import { eachDocument, eachGame, type Database, type ExportedCollection } from '@ted/storage';
import { HttpError } from '../errors.ts';
import { EXPORTS } from '../export/collections.ts';
import { asCsv, asNdjson } from '../export/formats.ts';
import { exportedRows } from '../export/rows.ts';
import { StreamedAnswer } from '../export/streamed-answer.ts';
import { exportParams, exportQuery } from '../schemas/export.ts';
import { gameFilter } from '../schemas/game-list.ts';
import { endpoint } from './endpoint.ts';

/** Each reads as fast as its reader: more of them at a time would starve everybody else. */
const AT_A_TIME = 4;
let running = 0;

export const exportCollection = endpoint({
  method: 'get',
  path: '/api/export/:collection',
  tag: 'history',
  summary:
    'All stored documents of a kind in a range of time, oldest first, as a stream; games also filtered',
  params: exportParams,
  query: exportQuery,
  answer: z.unknown(),
  types: ['application/x-ndjson', 'text/csv'],
  errors: [503],
  handle: async (gateway, { params, query }) => {
    const { collection, columns } = EXPORTS[params.collection];
    const { format } = query;
    if (isFiltered(query) && collection !== 'games')
      throw new HttpError(400, `Filters are for games, not for ${params.collection}`);
    if (running >= AT_A_TIME) throw new HttpError(503, `Only ${AT_A_TIME} exports run at a time`);
    const documents = await gateway.withDatabase((database) =>
      Promise.resolve(wanted(database, collection, query, gateway.feed)),
    );
    const body = format === 'csv' ? asCsv(exportedRows(documents, columns), columns) : asNdjson(documents);
    running++;
    body.once('close', () => running--);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8';
    return new StreamedAnswer(type, `ted-${params.collection}.${format}`, body);
  },
});

type Query = z.output<typeof exportQuery>;

const isFiltered = ({ ended, verdict, min_end, max_end, min_peak, inside }: Query): boolean =>
  [ended, verdict, min_end, max_end, min_peak, inside].some((value) => value !== undefined);

/** What is asked for, a batch at a time. @param followed the feed of a query that names none */
function wanted(
  database: Database,
  collection: ExportedCollection,
  query: Query,
  followed: string,
): AsyncIterable<object> {
  const { from, to } = query;
  if (isFiltered(query)) return eachGame(database, gameFilter(query, followed), { from, to });
  return eachDocument(database, collection, { feed: query.feed ?? followed, from, to });
}
