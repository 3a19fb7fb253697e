import { MongoError, notSupported } from '../errors.ts';

/**
 * A MongoDB regular expression (PCRE) as one of JavaScript. The strict `u` mode refuses what JavaScript would read otherwise
 * than PCRE (\A, \Z, possessive quantifiers, …) instead of guessing.
 * @throws MongoError BadValue for what cannot be compiled, NotImplemented for the option x
 */
export function toRegExp({ pattern, options }: { pattern: string; options: string }): RegExp {
  for (const option of options) {
    if (option === 'x') throw notSupported('the regular expression option x');
    if (!'imsu'.includes(option))
      throw new MongoError('BadValue', ` invalid flag in regex options: ${option}`);
  }
  try {
    return new RegExp(pattern, [...new Set(`${options}u`)].join(''));
  } catch (error) {
    throw new MongoError('BadValue', `Regular expression is invalid: ${(error as Error).message}`);
  }
}
