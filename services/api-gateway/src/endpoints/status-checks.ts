import * as z from 'zod';
import { addStatusCheck, listStatusChecks, type StatusCheckDocument } from '@ted/storage';
import { HttpError } from '../errors.ts';
import { statusCheck, statusCheckBody } from '../schemas/status-checks.ts';
import type { Gateway } from '../gateway.ts';
import { endpoint } from './endpoint.ts';

const PATH = '/api/status-checks';

const shown = ({ id, client_name, created_at }: StatusCheckDocument) => ({
  id,
  client_name,
  timestamp: created_at.toISOString(),
});

/** While persistence is off TED writes nothing at all to MongoDB. */
function demandPersistence(gateway: Gateway): void {
  if (!gateway.live.persistenceEnabled) throw new HttpError(503, 'Persistence is disabled');
}

export const addCheck = endpoint({
  method: 'post',
  path: PATH,
  tag: 'status',
  summary: 'Leaves a note that a client was here',
  body: statusCheckBody,
  answer: statusCheck,
  errors: [503],
  handle: async (gateway, { body: { client_name } }) => {
    demandPersistence(gateway);
    return shown(await gateway.withDatabase((database) => addStatusCheck(database, client_name)));
  },
});

export const listChecks = endpoint({
  method: 'get',
  path: PATH,
  tag: 'status',
  summary: 'The newest 1,000 notes, newest first',
  answer: z.array(statusCheck),
  errors: [503],
  handle: async (gateway) => {
    demandPersistence(gateway);
    const checks = await gateway.withDatabase(listStatusChecks);
    return checks.map(shown);
  },
});
