import helmet from 'helmet';
import type { RequestHandler } from 'express';

const NOTHING_FOREIGN = {
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  // TED is often served without TLS on a closed network.
  upgradeInsecureRequests: null,
};

/** The page and the API: everything comes from here, no inline script or style. */
export const strictHeaders = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: { directives: { ...NOTHING_FOREIGN, styleSrc: ["'self'"] } },
    hsts: false,
  });

/** The API's documentation and the queue dashboard set styles inline; scripts still come from files of ours alone. */
export const toolHeaders = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      directives: {
        ...NOTHING_FOREIGN,
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
      },
    },
    hsts: false,
  });
