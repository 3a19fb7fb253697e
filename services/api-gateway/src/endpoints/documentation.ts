import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';

/** Routes that answer pages and documents, not data: named in the OpenAPI document, served elsewhere. */
const page = (path: string, summary: string, types: string[], more: Partial<Endpoint> = {}): Endpoint => ({
  method: 'get',
  path,
  tag: 'documentation',
  summary,
  params: z.object({}),
  query: z.object({}),
  body: undefined,
  answer: types.includes('application/json') ? z.looseObject({}) : z.string(),
  types,
  handle: () => undefined,
  ...more,
});

export const pages: readonly Endpoint[] = [
  page('/api/openapi.json', 'This document', ['application/json']),
  page('/api/docs', 'This document as a page', ['text/html']),
  page(
    '/admin/queues',
    'The dashboard of the queues; a browser asks for the admin token as password',
    ['text/html'],
    {
      tag: 'admin',
      admin: true,
      errors: [503],
    },
  ),
];
