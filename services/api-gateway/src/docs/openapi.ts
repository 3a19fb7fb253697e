import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type * as z from 'zod';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { errorAnswer } from '../schemas/plain.ts';
import { API_VERSION } from '../views/messages.ts';

const WHY: Record<number, string> = {
  400: 'A parameter is missing or wrong; `parameter` names it',
  401: 'The token is missing or wrong',
  403: 'Not allowed',
  404: 'There is no such thing',
  409: 'It cannot be done now',
  429: 'Too many requests from this address',
  500: 'A defect of TED; `request_id` names it in the log',
  503: 'A part that this needs is away, or storing is off',
};
const EVERYWHERE = [400, 401, 429, 500];

/**
 * The API as an OpenAPI 3.1 document, made from the schemas that validate the requests.
 * @param strict whether answers may hold nothing but what is named: right for a test, wrong as a promise to clients
 */
export function openApiDocument(endpoints: readonly Endpoint[], { strict = false } = {}) {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    const path = (paths[openApiPath(endpoint.path)] ??= {});
    path[endpoint.method] = operation(endpoint);
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'TED: Treasury Estimation & Detection',
      version: API_VERSION,
      description:
        'Forecasts for the crash game rugs.fun, stored and judged. Live updates come over the WebSocket `/api/ws`; see docs/websocket.md.',
    },
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  });
  return strict ? document : withoutBans(document);
}

/** As OpenAPI writes what express writes `/api/games/:game_id`. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { params, query, body, answer, maxAgeMs, summary } = endpoint;
  const statuses = [...EVERYWHERE, ...(endpoint.errors ?? []), ...(endpoint.admin ? [403] : [])];
  return {
    tags: [endpoint.tag],
    summary,
    operationId: `${endpoint.method}${endpoint.path.replace(/\W+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    ...(maxAgeMs && { description: `May be up to ${maxAgeMs} ms old.` }),
    ...(endpoint.admin && { security: [{ token: [] }] }),
    requestParams: { path: params as z.ZodObject, query: query as z.ZodObject },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      200: {
        description: summary,
        content: Object.fromEntries(
          (endpoint.types ?? ['application/json']).map((type) => [type, { schema: answer }]),
        ),
      },
      ...Object.fromEntries(
        [...new Set(statuses)]
          .sort()
          .map((status) => [
            status,
            { description: WHY[status]!, content: { 'application/json': { schema: errorAnswer } } },
          ]),
      ),
    },
  };
}

/** More fields may come with a later TED. */
function withoutBans<T>(part: T): T {
  if (Array.isArray(part)) return part.map((item: unknown) => withoutBans(item)) as T;
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key, value]) => !(key === 'additionalProperties' && value === false))
      .map(([key, value]) => [key, withoutBans(value)]),
  ) as T;
}
