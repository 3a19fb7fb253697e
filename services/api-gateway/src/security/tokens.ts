import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Whether both are the same; how long it takes says nothing about where, or in how many characters, they differ. */
export function isSameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** What the caller sent as `Authorization`: a program's bearer token, or the password that a browser has asked for. */
export function sentToken({
  authorization = '',
}: IncomingHttpHeaders): { by: 'bearer' | 'basic'; token: string } | undefined {
  const [scheme = '', value = ''] = authorization.split(' ', 2);
  if (/^bearer$/i.test(scheme)) return { by: 'bearer', token: value };
  if (!/^basic$/i.test(scheme)) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  return { by: 'basic', token: text.slice(text.indexOf(':') + 1) };
}

/** Tokens that open doors. Undefined: that door is shut (admin), or open to everybody (API). */
export interface Tokens {
  admin: string | undefined;
  api: string | undefined;
}

export function isAdmin(headers: IncomingHttpHeaders, { admin }: Tokens): boolean {
  const sent = sentToken(headers);
  return admin !== undefined && sent !== undefined && isSameSecret(sent.token, admin);
}

/** Whether the caller may read: everybody while there is no API token, else who sends that or the admin token. */
export function mayRead(headers: IncomingHttpHeaders, tokens: Tokens): boolean {
  if (tokens.api === undefined) return true;
  const sent = sentToken(headers);
  return sent !== undefined && (isSameSecret(sent.token, tokens.api) || isAdmin(headers, tokens));
}
