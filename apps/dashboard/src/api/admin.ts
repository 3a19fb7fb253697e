import * as z from 'zod/mini';
import { ApiError, fetchJson } from './fetch-json.ts';

/** What only an admin may do. The token is the deployment's ADMIN_TOKEN; it is kept in memory and never stored. */

const switched = z.object({ enabled: z.boolean() });
const letter = z.object({ key: z.string(), kind: z.string(), reason: z.string(), created_at: z.string() });
const letters = z.object({ dead_letters: z.array(letter), total: z.number() });
const started = z.object({ job: z.string() });
const action = z.object({
  state: z.enum(['waiting', 'running', 'completed', 'failed']),
  error: z.nullable(z.string()),
});

export type DeadLetters = z.infer<typeof letters>;

const withToken = (token: string, body?: object): RequestInit => ({
  headers: {
    authorization: `Bearer ${token}`,
    ...(body && { 'content-type': 'application/json' }),
  },
  ...(body && { method: 'POST', body: JSON.stringify(body) }),
});

/** Turns storing on or off. Throws an ApiError, 401 for a wrong token. */
export const setPersistence = (token: string, enabled: boolean) =>
  fetchJson('/api/admin/persistence', switched, withToken(token, { enabled }));

/** The newest records that could not be stored, and how many there are. */
export const fetchDeadLetters = (token: string): Promise<DeadLetters> =>
  fetchJson('/api/admin/dead-letters?limit=100', letters, withToken(token));

const LOOK_EVERY_MS = 500;
const LOOKS = 60;

/** Has a worker store all of them again, or delete them; done when it resolves. */
export async function settleDeadLetters(token: string, what: 'retry' | 'discard'): Promise<void> {
  const { job } = await fetchJson(
    `/api/admin/dead-letters/${what}`,
    started,
    withToken(token, { all: true }),
  );
  for (let look = 0; look < LOOKS; look++) {
    const { state, error } = await fetchJson(`/api/admin/actions/${job}`, action, withToken(token));
    if (state === 'completed') return;
    if (state === 'failed') throw new ApiError(0, error ?? 'a failure', null);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new ApiError(0, 'no end of it within half a minute', null);
}
