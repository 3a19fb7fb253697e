import type { IncomingHttpHeaders } from 'node:http';

/** The origins that CORS_ORIGINS names; `none`, or nothing, names none. */
export function parseOrigins(list: string): readonly string[] {
  return list
    .split(',')
    .map((origin) => origin.trim().replace(/\/$/, ''))
    .filter((origin) => origin !== '' && origin !== 'none');
}

/** Whether a WebSocket may be opened: programs send no Origin; a browser's page must be ours or on the list. */
export function isOriginAllowed({ origin, host }: IncomingHttpHeaders, origins: readonly string[]): boolean {
  if (origin === undefined || origins.includes(origin) || origins.includes('*')) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
