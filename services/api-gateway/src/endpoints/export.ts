import { z } from 'zod';
import { eachDocument } from '@ted/storage';
import { HttpError } from '../errors.ts';
import { EXPORTS } from '../export/collections.ts';
import { asCsv, asNdjson } from '../export/formats.ts';
import { exportedRows } from '../export/rows.ts';
import { StreamedAnswer } from '../export/streamed-answer.ts';
import { exportParams, exportQuery } from '../schemas/export.ts';
import { endpoint } from './endpoint.ts';

/** Each reads as fast as its reader: more of them at a time would starve everybody else. */
const AT_A_TIME = 4;
let running = 0;

export const exportCollection = endpoint({
  method: 'get',
  path: '/api/export/:collection',
  tag: 'history',
  summary: 'All stored documents of a kind in a range of time, oldest first, as a stream',
  params: exportParams,
  query: exportQuery,
  answer: z.unknown(),
  types: ['application/x-ndjson', 'text/csv'],
  errors: [503],
  handle: async (gateway, { params, query }) => {
    const { collection, columns } = EXPORTS[params.collection];
    const { format, from, to } = query;
    const feed = query.feed ?? gateway.feed;
    if (running >= AT_A_TIME) throw new HttpError(503, `Only ${AT_A_TIME} exports run at a time`);
    const documents = await gateway.withDatabase((database) =>
      Promise.resolve(eachDocument(database, collection, { feed, from, to })),
    );
    const body = format === 'csv' ? asCsv(exportedRows(documents, columns), columns) : asNdjson(documents);
    running++;
    body.once('close', () => running--);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8';
    return new StreamedAnswer(type, `ted-${params.collection}.${format}`, body);
  },
});
