import { z } from 'zod';
import { addStatusCheck, listStatusChecks, type StatusCheckDocument } from '@ted/storage';
import { demand, HttpError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import type { Endpoint } from './endpoint.ts';

const PATH = '/api/status-checks';
const body = z.object({ client_name: z.string().min(1).max(200) });

const shown = ({ id, client_name, created_at }: StatusCheckDocument) => ({
  id,
  client_name,
  timestamp: created_at.toISOString(),
});

/** While persistence is off TED writes nothing at all to MongoDB. */
function demandPersistence(gateway: Gateway): void {
  if (!gateway.live.persistenceEnabled) throw new HttpError(503, 'Persistence is disabled');
}

export const addCheck: Endpoint = {
  method: 'post',
  path: PATH,
  handle: async (gateway, request) => {
    const { client_name } = demand(body, request.body);
    demandPersistence(gateway);
    return shown(await gateway.withDatabase((database) => addStatusCheck(database, client_name)));
  },
};

export const listChecks: Endpoint = {
  method: 'get',
  path: PATH,
  handle: async (gateway) => {
    demandPersistence(gateway);
    const checks = await gateway.withDatabase(listStatusChecks);
    return checks.map(shown);
  },
};
