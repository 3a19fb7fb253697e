import type { Value } from '../bson/value.ts';

/** Constants that expressions may name with `$$`. */
export type Variables = ReadonlyMap<string, Value>;

/** What of a command acts on all its filters, sorts and expressions. */
export interface Context {
  readonly variables: Variables;
  /** How texts are compared; undefined: by their bytes. */
  readonly collation: Intl.Collator | undefined;
}

export const PLAIN: Context = { variables: new Map(), collation: undefined };
