import { MongoError } from '../errors.ts';

/** Of collections that are being filled to replace another one. */
export const TEMPORARY_PREFIX = 'tmp.agg_out.';

/** @throws MongoError InvalidNamespace */
export function checkNamespace(namespace: string): void {
  const dot = namespace.indexOf('.');
  const database = namespace.slice(0, dot);
  const name = namespace.slice(dot + 1);
  const valid =
    dot > 0 &&
    database.length <= 63 &&
    !/[/\\. "$\0]/.test(database) &&
    name !== '' &&
    !/^\.|\.$|[$\0]/.test(name) &&
    Buffer.byteLength(namespace) <= 255;
  if (!valid) throw new MongoError('InvalidNamespace', `Invalid namespace specified '${namespace}'`);
}
