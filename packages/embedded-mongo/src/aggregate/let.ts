import type { Doc } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Variables } from '../query/context.ts';
import { compile } from './expression.ts';
import { UsedFields } from './used-fields.ts';

/** The variables of a command: those of its `let`, computed once, and `$$NOW`. @throws MongoError */
export function parseLet(given: Doc): Variables {
  const now: Variables = new Map([['NOW', new Date()]]);
  const variables = new Map(now);
  for (const [name, value] of given) {
    if (!/^[a-z][A-Za-z0-9_]*$/.test(name)) {
      throw new MongoError('FailedToParse', `'${name}' is not a valid name of a variable`);
    }
    const used = new UsedFields({ variables: now, collation: undefined });
    const expression = compile(value, used);
    if (used.all || used.names.size > 0) {
      throw new MongoError('BadValue', `Command let Expression does not evaluate to a constant: ${name}`);
    }
    variables.set(name, expression(new Map()) ?? null);
  }
  return variables;
}
