import { makeValidator } from 'envalid';
import { parseRedisUrl } from './redis-url.ts';

/** An error that says what is allowed; the reporter adds the variable and the value that was given. */
function expected(allowed: string): Error {
  return new Error(allowed);
}

const WORDS: Record<string, boolean> = {
  true: true,
  '1': true,
  yes: true,
  on: true,
  false: false,
  '0': false,
  no: false,
  off: false,
};

/** `true` or `false` (also 1/0, yes/no, on/off), in any case. */
export const flag = makeValidator<boolean>((input) => {
  const word = WORDS[String(input).trim().toLowerCase()];
  if (word === undefined) throw expected('true or false');
  return word;
});

/** A whole number within limits, both included. */
export const whole = (min: number, max: number) =>
  makeValidator<number>((input) => {
    const text = String(input).trim();
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < min || value > max)
      throw expected(`a whole number from ${min} to ${max}`);
    return value;
  });

/** A number within limits, both included. */
export const decimal = (min: number, max: number) =>
  makeValidator<number>((input) => {
    const value = Number(input);
    if (String(input).trim() === '' || !Number.isFinite(value) || value < min || value > max)
      throw expected(`a number from ${min} to ${max}`);
    return value;
  });

/** A URL with one of the given schemes (`redis:`), its query and credentials included. */
export const urlOf = (...protocols: string[]) =>
  makeValidator<string>((input) => {
    const allowed = `a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`;
    let url: URL;
    try {
      // A MongoDB URL may name several hosts, which WHATWG URLs do not know.
      url = new URL(input.replace(/,[^/?]*/g, ''));
    } catch {
      throw expected(allowed);
    }
    if (!protocols.includes(url.protocol)) throw expected(allowed);
    return input;
  });

/** Where Redis is: one server, sentinels or a cluster; see {@link parseRedisUrl}. */
export const redisUrl = makeValidator<string>((input) => {
  parseRedisUrl(input);
  return input;
});

/** One of a few words. */
export const oneOf = <T extends string>(...words: T[]) =>
  makeValidator<T>((input) => {
    if (!words.includes(input as T)) throw expected(`one of ${words.join(', ')}`);
    return input as T;
  });

/** `2/8`: the third of eight parts, which are counted from 0. */
export const share = makeValidator<string>((input) => {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(input) ?? [];
  if (!(Number(index) < Number(of))) throw expected('i/n with i from 0 to n - 1');
  return input;
});

/** Any text that is not empty. */
export const text = makeValidator<string>((input) => {
  if (input.trim() === '') throw expected('a text that is not empty');
  return input;
});

/** Something that only those who know it may use: long enough that nobody guesses it, and fit for an HTTP header. */
export const token = makeValidator<string>((input) => {
  if (!/^[\w.~+/=-]{16,}$/.test(input)) throw expected('at least 16 letters, digits or . ~ + / = _ -');
  return input;
});
