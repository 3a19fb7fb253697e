import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Context } from '../query/context.ts';
import type { Filter } from '../query/filter.ts';
import { matches } from '../query/match.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { matchedPosition, valueAtPositions } from '../query/matched-position.ts';
import type { Path } from '../query/paths.ts';

/** The conditions of `$[name]`, by name; each is about a document `{name: element}`. */
export type ArrayFilters = ReadonlyMap<string, Filter>;

export function isPositional(name: string): boolean {
  return name === '$' || (name.startsWith('$[') && name.endsWith(']'));
}

/** @throws MongoError where MongoDB would */
export function parseArrayFilters(given: readonly Value[], context: Context): ArrayFilters {
  const filters = new Map<string, Filter>();
  for (const spec of given) {
    if (!isDoc(spec)) throw new MongoError('TypeMismatch', 'array filters must be objects');
    const names = new Set(topNames(spec));
    const [name] = names;
    if (names.size !== 1 || name === undefined) {
      throw new MongoError(
        'FailedToParse',
        'Error parsing array filter: expected a single top-level field name',
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      throw new MongoError(
        'BadValue',
        `Error parsing array filter: the top-level field name '${name}' must be alphanumeric and begin with a lowercase letter`,
      );
    }
    if (filters.has(name)) {
      throw new MongoError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    }
    filters.set(name, parseFilter(spec, context));
  }
  return filters;
}

function* topNames(spec: Doc): Generator<string> {
  for (const [path, value] of spec) {
    if (!path.startsWith('$')) yield path.split('.')[0]!;
    else if (Array.isArray(value)) for (const part of value) if (isDoc(part)) yield* topNames(part);
  }
}

/** @throws MongoError if a filter is not used, or `$[name]` has none */
export function checkArrayFilters(filters: ArrayFilters, paths: readonly Path[]): void {
  const used = new Set<string>();
  for (const path of paths) {
    for (const name of path) {
      const identifier = identifierOf(name);
      if (!identifier) continue;
      if (!filters.has(identifier)) {
        throw new MongoError(
          'BadValue',
          `No array filter found for identifier '${identifier}' in path '${path.join('.')}'`,
        );
      }
      used.add(identifier);
    }
  }
  const unused = [...filters.keys()].find((name) => !used.has(name));
  if (unused !== undefined) {
    throw new MongoError(
      'FailedToParse',
      `The array filter for identifier '${unused}' was not used in the update`,
    );
  }
}

/** The name in `$[name]`; '' in `$[]`; undefined for anything else. */
function identifierOf(name: string): string | undefined {
  return name.startsWith('$[') ? name.slice(2, -1) : undefined;
}

/**
 * The paths that a path with `$`, `$[]` or `$[name]` stands for in a document.
 * @param filter of the update: it says which element `$` is
 * @throws MongoError BadValue where there is no array, or nothing has matched for `$`
 */
export function concretePaths(doc: Doc, path: Path, arrayFilters: ArrayFilters, filter: Filter): Path[] {
  const at = path.findIndex(isPositional);
  if (at < 0) return [path];
  const parent = path.slice(0, at);
  const name = path[at]!;
  const rest = path.slice(at + 1);
  const below = (position: number): Path[] =>
    concretePaths(doc, [...parent, String(position), ...rest], arrayFilters, filter);
  if (name === '$') {
    const position = matchedPosition(doc, parent, filter);
    if (position >= 0) return below(position);
    throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
  }
  const array = valueAtPositions(doc, parent);
  if (!Array.isArray(array)) {
    throw new MongoError(
      'BadValue',
      `The path '${parent.join('.')}' must exist in the document in order to apply array updates.`,
    );
  }
  const identifier = identifierOf(name)!;
  const condition = arrayFilters.get(identifier);
  return array.flatMap((element, position) =>
    !condition || matches(condition, new Map([[identifier, element]])) ? below(position) : [],
  );
}
