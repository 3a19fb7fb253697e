import { createHash } from 'node:crypto';

/** Numbers that are a function of a seed alone, and as hard to guess as the seed. */
export interface Randomness {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [minimum, maximum). */
  between(minimum: number, maximum: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the list, which must not be empty. */
  oneOf<T>(list: readonly T[]): T;
  /** Up to 64 hex characters. */
  hex(length: number): string;
}

/** SHA-256 of the seed and a counter. Streams of different seeds do not disturb each other. */
export function randomness(seed: string): Randomness {
  let counter = 0;
  const digest = () => createHash('sha256').update(`${seed}/${counter++}`).digest();
  const uniform = () => digest().readUIntBE(0, 6) / 2 ** 48;
  return {
    uniform,
    between: (minimum, maximum) => minimum + uniform() * (maximum - minimum),
    chance: (probability) => uniform() < probability,
    oneOf: (list) => list[Math.floor(uniform() * list.length)] as (typeof list)[number],
    hex: (length) => digest().toString('hex').slice(0, length),
  };
}
