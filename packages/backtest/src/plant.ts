import { PATTERNS, type PatternName } from '@ted/forecast';

/** A pattern that is put into simulated games. */
export interface Plant {
  pattern: PatternName;
  /** Exponent of its documented multipliers; 1 is as documented. */
  strength: number;
}

/** Reads "P1@2.5". Throws an Error that says what it should be. */
export function parsePlant(text: string): Plant {
  const [name = '', strength = '1'] = text.split('@');
  const pattern = name.toUpperCase();
  if (!(pattern in PATTERNS))
    throw new Error(`${text}: a pattern is ${Object.keys(PATTERNS).join(', ')}, e.g. P1@2.5`);
  if (!(Number(strength) > 0)) throw new Error(`${text}: the strength is a number above 0, e.g. P1@2.5`);
  return { pattern: pattern as PatternName, strength: Number(strength) };
}
