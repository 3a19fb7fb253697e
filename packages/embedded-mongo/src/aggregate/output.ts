import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Context } from '../query/context.ts';
import { parseUpdatePipeline } from '../update/pipeline.ts';
import type { Mapping } from './mapping-stages.ts';

/** What `$merge` does with a document that is there already: what becomes of the old one by the new one. */
export type WhenMatched = 'fail' | ((old: Doc, doc: Doc) => Doc);

/** The last stage of a pipeline that writes. */
export type Output =
  | { kind: 'out'; namespace: string }
  | {
      kind: 'merge';
      namespace: string;
      /** The fields that say which documents are the same. */
      on: readonly string[];
      whenMatched: WhenMatched;
      whenNotMatched: 'insert' | 'discard' | 'fail';
    };

/** Undefined for any other stage. @throws MongoError */
export function parseOutput(
  name: string,
  spec: Value,
  database: string,
  context: Context,
): Output | undefined {
  if (name === '$out') return { kind: 'out', namespace: namespaceOf(name, spec, database) };
  if (name !== '$merge') return undefined;
  const fields: Doc = isDoc(spec) ? spec : new Map([['into', spec]]);
  for (const field of fields.keys()) {
    if (!['into', 'on', 'let', 'whenMatched', 'whenNotMatched'].includes(field)) {
      throw new MongoError('UnknownField', `BSON field '$merge.${field}' is an unknown field.`);
    }
  }
  return {
    kind: 'merge',
    namespace: namespaceOf(name, fields.get('into') ?? null, database),
    on: parseOn(fields.get('on') ?? '_id'),
    whenMatched: parseWhenMatched(fields.get('whenMatched') ?? 'merge', fields, context),
    whenNotMatched: parseWhenNotMatched(fields.get('whenNotMatched') ?? 'insert'),
  };
}

function namespaceOf(name: string, target: Value, database: string): string {
  if (typeof target === 'string') return `${database}.${target}`;
  const [db, collection] = isDoc(target) && target.size === 2 ? [target.get('db'), target.get('coll')] : [];
  if (typeof db === 'string' && typeof collection === 'string') return `${db}.${collection}`;
  throw new MongoError(
    'FailedToParse',
    `${name} needs the name of a collection, or an object with 'db' and 'coll'`,
  );
}

function parseOn(on: Value): string[] {
  const paths = Array.isArray(on) ? on : [on];
  if (paths.length > 0 && paths.every((path) => typeof path === 'string')) return paths;
  throw new MongoError('TypeMismatch', "$merge 'on' field must be either a string or an array of strings");
}

function parseWhenMatched(how: Value, fields: Doc, context: Context): WhenMatched {
  if (Array.isArray(how)) return byPipeline(how, fields, context);
  switch (how) {
    case 'merge':
      return (old, doc) => new Map([...old, ...doc]);
    case 'replace':
      return (old, doc) => (doc.has('_id') ? doc : new Map([['_id', old.get('_id')!] as const, ...doc]));
    case 'keepExisting':
      return (old) => old;
    case 'fail':
      return 'fail';
    default:
      throw new MongoError('BadValue', "Enumeration value for field 'whenMatched' is not valid");
  }
}

/** Stages over the old document, in which `$$new` is the new one. */
function byPipeline(stages: readonly Value[], fields: Doc, context: Context): WhenMatched {
  if (fields.has('let'))
    throw new MongoError(
      'NotImplemented',
      "the option let of $merge is not supported by TED's embedded server",
    );
  const mappingFor = (doc: Doc): Mapping =>
    parseUpdatePipeline(stages, { ...context, variables: new Map([...context.variables, ['new', doc]]) });
  mappingFor(new Map()); // what is malformed is refused before anything is written
  return (old, doc) => mappingFor(doc)(old);
}

function parseWhenNotMatched(how: Value): 'insert' | 'discard' | 'fail' {
  if (how === 'insert' || how === 'discard' || how === 'fail') return how;
  throw new MongoError('BadValue', "Enumeration value for field 'whenNotMatched' is not valid");
}
