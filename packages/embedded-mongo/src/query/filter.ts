import type { Value } from '../bson/value.ts';
import type { TypeName } from '../bson/value.ts';
import type { Path } from './paths.ts';

/** What a query asks of one value or path. */
export type Comparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';

/** A query, parsed. `path` is dotted; `names` are its parts. */
export type Filter =
  | { kind: 'and' | 'or' | 'nor'; parts: readonly Filter[] }
  | { kind: 'not'; part: Filter }
  | (Field &
      (
        | { kind: Comparison; value: Value }
        | { kind: 'in'; values: readonly Value[]; patterns: readonly RegExp[] }
        | { kind: 'exists' }
        | { kind: 'type'; types: ReadonlySet<TypeName> }
        | { kind: 'regex'; pattern: RegExp }
        | { kind: 'size'; size: number }
        | { kind: 'elemMatch'; test: ElementTest }
      ));

interface Field {
  path: string;
  names: Path;
}

/** `$elemMatch`: on elements that are documents, or on the elements' own values (under the path ELEMENT). */
export interface ElementTest {
  of: 'documents' | 'values';
  filter: Filter;
}

/** The name under which a value itself is looked at by a filter over documents. */
export const ELEMENT = '';

/** The names of all top-level fields that a filter looks at. */
export function fieldsOf(filter: Filter, into = new Set<string>()): Set<string> {
  if ('parts' in filter) for (const part of filter.parts) fieldsOf(part, into);
  else if (filter.kind === 'not') fieldsOf(filter.part, into);
  else into.add(filter.names[0]!);
  return into;
}

/** The conditions that must all hold: nested `and`s taken apart. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.parts.flatMap(conjuncts) : [filter];
}
