import { isNumber, isTrue } from '../bson/numbers.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { parsePath } from './paths.ts';

/** The fields of a projection as a tree: true where a path ends. */
export type FieldTree = Map<string, FieldTree | true>;

export interface Projection {
  kind: 'include' | 'exclude';
  fields: FieldTree;
}

/**
 * Reads `{a: 1, 'b.c': 1, _id: 0}`. Undefined for an empty one, which keeps everything.
 * @throws MongoError BadValue for mixed ones, NotImplemented for operators and computed fields
 */
export function parseProjection(spec: Doc): Projection | undefined {
  const fields: FieldTree = new Map();
  let kind: Projection['kind'] | undefined;
  let id: boolean | undefined;
  for (const [path, value] of flatten(spec)) {
    if (!isNumber(value) && typeof value !== 'boolean') {
      throw notSupported(`a projection of '${path}' other than 0 or 1`);
    }
    if (path === '_id') {
      id = isTrue(value);
      continue;
    }
    const own = isTrue(value) ? 'include' : 'exclude';
    kind ??= own;
    if (kind !== own) {
      throw new MongoError(
        'BadValue',
        `Cannot do ${own === 'include' ? 'inclusion' : 'exclusion'} on field ${path} in ${kind === 'include' ? 'inclusion' : 'exclusion'} projection`,
      );
    }
    addPath(fields, path);
  }
  if (kind === undefined && id === undefined) return undefined;
  kind ??= id ? 'include' : 'exclude';
  // The id is there unless it is taken out.
  if ((kind === 'include') === (id ?? true)) fields.set('_id', true);
  if (kind === 'exclude' && id === undefined) fields.delete('_id');
  return { kind, fields };
}

/** `{a: {b: 1}}` says the same as `{'a.b': 1}`. */
function* flatten(spec: Doc, prefix = ''): Generator<[string, Value]> {
  for (const [name, value] of spec) {
    if (name.startsWith('$') || name.includes('.$')) throw notSupported(`the projection operator ${name}`);
    if (isDoc(value) && value.size > 0) yield* flatten(value, `${prefix}${name}.`);
    else yield [prefix + name, value];
  }
}

/** @throws MongoError BadValue if one path leads through the end of another */
export function addPath(tree: FieldTree, path: string): void {
  const names = parsePath(path);
  let node = tree;
  names.forEach((name, i) => {
    if (name === '') throw new MongoError('BadValue', `invalid path '${path}'`);
    const below = node.get(name);
    if (below === true || (below && i === names.length - 1)) {
      throw new MongoError('BadValue', `Invalid projection: path collision at ${path}`);
    }
    if (i === names.length - 1) node.set(name, true);
    else {
      const next = below ?? new Map<string, FieldTree | true>();
      node.set(name, next);
      node = next;
    }
  });
}

export function project({ kind, fields }: Projection, doc: Doc): Doc {
  return kind === 'include' ? include(fields, doc) : exclude(fields, doc);
}

function include(fields: FieldTree, doc: Doc): Doc {
  const kept: Doc = new Map();
  for (const [name, value] of doc) {
    const below = fields.get(name);
    if (below === true) kept.set(name, value);
    else if (below) {
      const part = includeBelow(below, value);
      if (part !== undefined) kept.set(name, part);
    }
  }
  return kept;
}

/** Of an array the documents in it; a scalar has no fields that could be meant. */
function includeBelow(fields: FieldTree, value: Value): Value | undefined {
  if (isDoc(value)) return include(fields, value);
  if (!Array.isArray(value)) return undefined;
  return value.map((element) => includeBelow(fields, element)).filter((part) => part !== undefined);
}

function exclude(fields: FieldTree, doc: Doc): Doc {
  const kept: Doc = new Map();
  for (const [name, value] of doc) {
    const below = fields.get(name);
    if (below !== true) kept.set(name, below ? excludeBelow(below, value) : value);
  }
  return kept;
}

function excludeBelow(fields: FieldTree, value: Value): Value {
  if (isDoc(value)) return exclude(fields, value);
  return Array.isArray(value) ? value.map((element) => excludeBelow(fields, element)) : value;
}
