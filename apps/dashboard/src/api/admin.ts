import * as z from 'zod/mini';
import { fetchJson } from './fetch-json.ts';

/** What only an admin may do. The token is the deployment's ADMIN_TOKEN; it is kept in memory and never stored. */

const anything = z.looseObject({});

const letter = z.looseObject({
  id: z.string(),
  reason: z.string(),
});

const letters = z.looseObject({ dead_letters: z.array(letter) });
export type DeadLetter = z.infer<typeof letter>;

const withToken = (token: string, body?: object): RequestInit => ({
  headers: {
    authorization: `Bearer ${token}`,
    ...(body && { 'content-type': 'application/json' }),
  },
  ...(body && { method: 'POST', body: JSON.stringify(body) }),
});

/** Turns storing on or off. Throws an ApiError, 401 or 403 for a wrong token. */
export const setPersistence = (token: string, enabled: boolean) =>
  fetchJson('/api/admin/persistence', anything, withToken(token, { enabled }));

/** The records that could not be stored. */
export const fetchDeadLetters = async (token: string): Promise<DeadLetter[]> =>
  (await fetchJson('/api/admin/dead-letters', letters, withToken(token))).dead_letters;

/** Tries them again, or gives them up. */
export const settleDeadLetters = (token: string, what: 'retry' | 'discard', ids: readonly string[]) =>
  fetchJson(`/api/admin/dead-letters/${what}`, anything, withToken(token, { ids }));
