import type { ServerOptions } from 'node:http';

/** A request that comes in drop by drop is cut off, and an idle connection is not kept for ever. */
export const SERVER_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 20_000,
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16_384,
} satisfies ServerOptions;
