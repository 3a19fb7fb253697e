import { isDoc, typeOf, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Expression } from './used-fields.ts';

type Compile = (value: Value) => Expression;

/*
 * Fields whose names a path cannot say, because they hold dots or begin with a dollar: `$getField`, `$setField`,
 * `$unsetField`.
 */

export function compileGetField(given: Value, compile: Compile): Expression {
  const spec = isDoc(given) && given.has('field') ? given : new Map<string, Value>([['field', given]]);
  const field = nameOf('$getField', spec, compile);
  const input = compile(spec.get('input') ?? '$$CURRENT');
  return (doc) => {
    const from = input(doc);
    return isDoc(from) ? from.get(field) : undefined;
  };
}

export function compileSetField(
  name: '$setField' | '$unsetField',
  given: Value,
  compile: Compile,
): Expression {
  if (!isDoc(given)) throw new MongoError('FailedToParse', `${name} only supports an object as its argument`);
  const field = nameOf(name, given, compile);
  const input = compile(given.get('input') ?? null);
  const value = name === '$setField' ? compile(given.get('value') ?? null) : () => undefined;
  return (doc) => {
    const into = input(doc) ?? null;
    if (into === null) return null;
    if (!isDoc(into))
      throw new MongoError('BadValue', `${name} requires 'input' to be an object, not ${typeOf(into)}`);
    return withField(into, field, value(doc));
  };
}

function withField(into: Doc, field: string, value: Value | undefined): Doc {
  const result = new Map(into);
  if (value === undefined) result.delete(field);
  else result.set(field, value);
  return result;
}

/** The name is a constant. */
function nameOf(operator: string, spec: Doc, compile: Compile): string {
  const name = compile(spec.get('field') ?? null)(new Map());
  if (typeof name === 'string') return name;
  throw new MongoError('BadValue', `${operator} requires 'field' to evaluate to a constant text`);
}
