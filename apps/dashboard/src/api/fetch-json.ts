import * as z from 'zod/mini';
import { ofChosenFeed } from './chosen-feed.ts';

const TIMEOUT_MS = 8000;

/** The gateway did not answer as asked. `status` is 0 when it did not answer at all. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  /** What the gateway's log calls the request; null where it has named none. */
  readonly requestId: string | null;

  constructor(status: number, message: string, requestId: string | null) {
    super(message);
    this.status = status;
    this.requestId = requestId;
  }
}

const problem = z.object({ error: z.string() });

/** GETs JSON of the gateway and checks it. Throws an ApiError when there is none, or not of this shape. */
export async function fetchJson<S extends z.core.$ZodType>(
  path: string,
  schema: S,
  init: RequestInit = {},
): Promise<z.infer<S>> {
  const { body, requestId } = await ask(path, init);
  const parsed = z.core.safeParse(schema, body);
  if (!parsed.success) throw new ApiError(0, 'the answer has another shape than this page knows', requestId);
  return parsed.data;
}

async function ask(path: string, init: RequestInit): Promise<{ body: unknown; requestId: string | null }> {
  let response: Response;
  try {
    response = await fetch(ofChosenFeed(path), { signal: AbortSignal.timeout(TIMEOUT_MS), ...init });
  } catch (error) {
    throw new ApiError(0, (error as Error).name === 'TimeoutError' ? 'no answer in time' : 'no answer', null);
  }
  const requestId = response.headers.get('x-request-id');
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return { body, requestId };
  const told = z.core.safeParse(problem, body);
  throw new ApiError(response.status, told.success ? told.data.error : response.statusText, requestId);
}

/** `/path?a=1`, without what is empty. */
export function withQuery(
  path: string,
  query: Record<string, string | number | boolean | undefined>,
): string {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}
