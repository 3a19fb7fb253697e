import { isNumber } from '../bson/numbers.ts';
import { isDoc, isOperators, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { parsePath, type Path } from '../query/paths.ts';
import { PLAIN, type Context } from '../query/context.ts';
import { addPath, parseProjection, project, type FieldTree } from '../query/project.ts';
import { compile } from './expression.ts';
import { UsedFields, type Expression } from './used-fields.ts';

/** What a stage makes of each document. */
export type Mapping = (doc: Doc) => Doc;

/** `$project`: 0 and 1 as in find, anything else computes a field. */
export function parseProject(spec: Value, context: Context = PLAIN): Mapping {
  if (!isDoc(spec) || spec.size === 0)
    throw new MongoError('FailedToParse', '$project specification must be a non-empty object');
  const plain: Doc = new Map();
  const computed: Computed[] = [];
  const paths: FieldTree = new Map();
  for (const [path, value] of flatten(spec)) {
    addPath(paths, path);
    if (isNumber(value) || typeof value === 'boolean') plain.set(path, value);
    else computed.push(compute(path, value, context));
  }
  if (computed.length === 0) {
    const projection = parseProjection(plain)!;
    return (doc) => project(projection, doc);
  }
  // Computed fields stand among included ones only.
  const hasOwnId = computed.some(({ names }) => names[0] === '_id');
  if (!plain.has('_id')) plain.set('_id', !hasOwnId);
  const others = [...plain].filter(([name]) => name !== '_id');
  const projection = parseProjection(plain)!;
  if (others.length > 0 && projection.kind === 'exclude') {
    throw new MongoError('BadValue', 'Cannot compute fields in an exclusion projection');
  }
  const keepsNothing = others.length === 0 && projection.kind === 'exclude';
  return (doc) => setAll(computed, keepsNothing ? new Map<string, Value>() : project(projection, doc), doc);
}

/** `$addFields` and `$set`. */
export function parseAddFields(spec: Value, context: Context = PLAIN): Mapping {
  if (!isDoc(spec) || spec.size === 0)
    throw new MongoError('FailedToParse', '$addFields specification stage must be a non-empty object');
  const paths: FieldTree = new Map();
  const computed = [...flatten(spec)].map(([path, value]) => {
    addPath(paths, path);
    return compute(path, value, context);
  });
  return (doc) => setAll(computed, doc, doc);
}

interface Computed {
  names: Path;
  expression: Expression;
}

const compute = (path: string, value: Value, context: Context): Computed => ({
  names: parsePath(path),
  expression: compile(value, new UsedFields(context)),
});

/** `{a: {b: 1}}` says the same as `{'a.b': 1}`. */
function* flatten(spec: Doc, prefix = ''): Generator<[string, Value]> {
  for (const [name, value] of spec) {
    if (name.startsWith('$'))
      throw new MongoError('FailedToParse', `FieldPath field names may not start with '$': ${name}`);
    if (isDoc(value) && value.size > 0 && !isOperators(value)) yield* flatten(value, `${prefix}${name}.`);
    else yield [prefix + name, value];
  }
}

function setAll(computed: readonly Computed[], target: Doc, source: Doc): Doc {
  let result = target;
  for (const { names, expression } of computed) {
    const value = expression(source);
    if (value !== undefined) result = setPath(result, names, value);
    else if (names.length === 1 && result.has(names[0]!)) {
      result = new Map(result);
      result.delete(names[0]!);
    }
  }
  return result;
}

/** In an array the path is set in each element; a scalar on the way gives place to a document. */
function setPath(doc: Doc, [first, ...rest]: Path, value: Value): Doc {
  const copy = new Map(doc);
  copy.set(first!, rest.length === 0 ? value : setBelow(doc.get(first!), rest, value));
  return copy;
}

function setBelow(value: Value | undefined, names: Path, set: Value): Value {
  if (Array.isArray(value)) return value.map((element) => setBelow(element, names, set));
  return setPath(isDoc(value) ? value : new Map<string, Value>(), names, set);
}
