import { createHash } from 'node:crypto';

/** The commitment published before a game: SHA-256, in hex, of the seed's characters (not of the bytes it spells). */
export function serverSeedHash(serverSeed: string): string {
  return createHash('sha256').update(serverSeed, 'utf8').digest('hex');
}
