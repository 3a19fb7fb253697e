import type { Doc, Value } from '../bson/value.ts';
import { PLAIN, type Context } from '../query/context.ts';

/** An expression, ready to be computed for a document. Undefined: the value is missing. */
export type Expression = (doc: Doc) => Value | undefined;

/** The top-level fields that expressions look at, so that others need not be decoded, and what they are read with. */
export class UsedFields {
  readonly names = new Set<string>();
  all = false;
  readonly context: Context;

  constructor(context: Context = PLAIN) {
    this.context = context;
  }
}
