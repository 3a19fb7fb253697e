import type { Expression, UsedFields } from '../aggregate/used-fields.ts';
import type { TypeName, Value } from '../bson/value.ts';
import type { Path } from './paths.ts';

/** What a query asks of one value or path. */
export type Comparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';

/** A query, parsed. `path` is dotted; `names` are its parts. */
export type Filter =
  | { kind: 'and' | 'or' | 'nor'; parts: readonly Filter[] }
  | { kind: 'not'; part: Filter }
  /** `$expr`: whether an expression of the aggregation is true. */
  | { kind: 'expr'; expression: Expression; used: UsedFields }
  | (Field &
      (
        | { kind: Comparison; value: Value; collation?: Intl.Collator | undefined }
        | {
            kind: 'in';
            values: readonly Value[];
            patterns: readonly RegExp[];
            collation?: Intl.Collator | undefined;
          }
        | { kind: 'mod'; divisor: number; remainder: number }
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

/** The names of all top-level fields that a filter looks at; undefined if it may look at any. */
export function fieldsOf(filter: Filter): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  return addFields(filter, names) ? names : undefined;
}

/** @returns whether the names are all known */
function addFields(filter: Filter, into: Set<string>): boolean {
  if ('parts' in filter) return filter.parts.every((part) => addFields(part, into));
  if (filter.kind === 'not') return addFields(filter.part, into);
  if (filter.kind !== 'expr') into.add(filter.names[0]!);
  else for (const name of filter.used.names) into.add(name);
  return filter.kind !== 'expr' || !filter.used.all;
}

/** The conditions that must all hold: nested `and`s taken apart. */
export function conjuncts(filter: Filter): readonly Filter[] {
  if (filter.kind !== 'and') return [filter];
  return filter.parts.some(({ kind }) => kind === 'and') ? filter.parts.flatMap(conjuncts) : filter.parts;
}
