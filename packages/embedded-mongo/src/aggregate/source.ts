import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import type { Context } from '../query/context.ts';
import { compile } from './expression.ts';
import { UsedFields } from './used-fields.ts';

/** Stages that stand first and give something else than a collection's documents. */
export type Source =
  | { kind: 'indexStats' | 'sessions' }
  | { kind: 'collStats'; storage: boolean }
  | { kind: 'documents'; documents: Doc[] };

/** Undefined for any other stage. @throws MongoError NotImplemented for options that this server does not have */
export function parseSource(name: string, spec: Value, context: Context): Source | undefined {
  switch (name) {
    case '$indexStats':
      return without(name, spec, [], { kind: 'indexStats' });
    case '$collStats':
      return without(name, spec, ['count', 'storageStats'], {
        kind: 'collStats',
        storage: isDoc(spec) && spec.has('storageStats'),
      });
    case '$listLocalSessions':
      return without(name, spec, [], { kind: 'sessions' });
    case '$documents':
      return { kind: 'documents', documents: documentsOf(spec, context) };
    default:
      return undefined;
  }
}

function without(name: string, spec: Value, allowed: readonly string[], source: Source): Source {
  const fields = isDoc(spec) ? [...spec.keys()] : ['anything but an object'];
  const other = fields.find((field) => !allowed.includes(field));
  if (other !== undefined) throw notSupported(`${other} of ${name}`);
  return source;
}

function documentsOf(spec: Value, context: Context): Doc[] {
  const documents = compile(spec, new UsedFields(context))(new Map());
  if (Array.isArray(documents) && documents.every(isDoc)) return documents;
  throw new MongoError(5858203, "an array of objects is expected in '$documents'");
}
