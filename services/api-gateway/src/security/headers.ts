import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

type Headers = readonly (readonly [name: string, value: string])[];

const NOTHING_FOREIGN = {
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  // TED is often served without TLS on a closed network.
  upgradeInsecureRequests: null,
};

/** The page and the API: everything comes from here, no inline script or style. */
export const STRICT_HEADERS = headersOf({ ...NOTHING_FOREIGN, styleSrc: ["'self'"] });

/** The API's documentation and the queue dashboard set styles inline; scripts still come from files of ours alone. */
export const TOOL_HEADERS = headersOf({
  ...NOTHING_FOREIGN,
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
});

export function setHeaders(response: ServerResponse, headers: Headers): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}

/** What helmet would set on every answer: asked once, since it is always the same. */
function headersOf(directives: Record<string, string[] | null>): Headers {
  const headers = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => undefined,
  };
  helmet({ contentSecurityPolicy: { directives }, hsts: false })(
    {} as IncomingMessage,
    response as unknown as ServerResponse,
    (error) => {
      if (error) throw error as Error;
    },
  );
  return [...headers];
}
