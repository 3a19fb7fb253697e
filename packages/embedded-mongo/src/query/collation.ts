import { isNumber, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';

/** What other fields may say, because this server does so anyway. */
const AS_IT_IS: Readonly<Record<string, readonly (string | boolean)[]>> = {
  caseLevel: [false],
  alternate: ['non-ignorable'],
  maxVariable: ['punct', 'space'],
  normalization: [true, false],
  backwards: [false],
};

const SENSITIVITY = { 1: 'base', 2: 'accent', 3: 'variant' } as const;

/**
 * A collation as a comparison of texts: ICU's, as in MongoDB. Undefined for the simple one, which compares bytes.
 * @throws MongoError BadValue for an unknown locale, NotImplemented for what JavaScript's collator has not
 */
export function parseCollation(spec: Doc): Intl.Collator | undefined {
  if (spec.size === 0) return undefined;
  const locale = spec.get('locale');
  if (typeof locale !== 'string')
    throw new MongoError('FailedToParse', "BSON field 'collation.locale' is missing but a required field");
  if (locale === 'simple') return undefined;
  let options: Intl.CollatorOptions = { usage: 'sort', ignorePunctuation: false, sensitivity: 'variant' };
  for (const [name, value] of spec) options = { ...options, ...option(name, value) };
  try {
    const tag = locale.replaceAll('_', '-');
    if (Intl.Collator.supportedLocalesOf(tag).length > 0) return new Intl.Collator(tag, options);
  } catch {
    // no tag of a language at all
  }
  throw new MongoError('BadValue', `Field 'locale' is invalid in: { locale: "${locale}" }`);
}

function option(name: string, value: Value): Intl.CollatorOptions {
  switch (name) {
    case 'locale':
      return {};
    case 'strength': {
      const strength = isNumber(value) ? toDouble(value) : 0;
      if (strength === 1 || strength === 2 || strength === 3) return { sensitivity: SENSITIVITY[strength] };
      throw notSupported('a collation of a strength other than 1, 2 and 3');
    }
    case 'numericOrdering':
      return { numeric: value === true };
    case 'caseFirst':
      if (value === 'off') return {};
      if (value === 'upper' || value === 'lower') return { caseFirst: value };
      throw new MongoError('BadValue', "Field 'caseFirst' must be one of upper, lower, off");
    default:
      if (AS_IT_IS[name]?.includes(value as string | boolean)) return {};
      if (name in AS_IT_IS) throw notSupported(`the collation's ${name}`);
      throw new MongoError('UnknownField', `BSON field 'collation.${name}' is an unknown field.`);
  }
}
