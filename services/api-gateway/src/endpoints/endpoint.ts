import * as z from 'zod';
import type { Gateway } from '../gateway.ts';

/** Where an endpoint stands in the documentation. */
export type Tag = 'live' | 'history' | 'analytics' | 'persistence' | 'status' | 'admin' | 'documentation';

interface Shapes<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  params?: Params;
  query?: Query;
  body?: Body;
  /** What a 200 answers. Fields that it does not name are not sent. */
  answer: Answer;
}

interface Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params: z.output<Params>;
  query: z.output<Query>;
  body: z.output<Body>;
}

interface About {
  method: 'get' | 'post';
  /** As express writes it: `/api/games/:game_id`. */
  path: string;
  tag: Tag;
  summary: string;
  /** Status codes other than 200 and those that every endpoint may answer with (400, 401, 429, 500). */
  errors?: readonly (403 | 404 | 409 | 503)[];
  /** An answer may be this old: it is made once for everybody who asks the same within that time. */
  maxAgeMs?: number;
  /** Media types of a 200; JSON unless given. */
  types?: readonly string[];
  /** Open only to whoever has the admin token. */
  admin?: true;
}

/** One endpoint, one file: what it takes and answers (the OpenAPI document is made from the same schemas), and how. */
export interface Endpoint extends About {
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | undefined;
  answer: z.ZodType;
  /** Gets input that its schemas have let through; returns the JSON answer or a {@link StreamedAnswer}. */
  handle: (gateway: Gateway, input: { params: unknown; query: unknown; body: unknown }) => unknown;
}

const nothing = z.object({});

/** An endpoint whose handler is typed by its schemas. */
export function endpoint<
  Answer extends z.ZodType,
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>(
  definition: About &
    Shapes<Params, Query, Body, Answer> & {
      handle: (
        gateway: Gateway,
        input: Input<Params, Query, Body>,
      ) => z.input<Answer> | Promise<z.input<Answer>>;
    },
): Endpoint {
  const { params = nothing, query = nothing, body } = definition;
  return { ...definition, params, query, body } as Endpoint;
}
