import { createHash } from 'node:crypto';

/**
 * Uniform numbers in [0, 1) that are a function of the seed: sfc32 (C. Doty-Humphrey, PractRand), seeded from SHA-256. Fast
 * enough for hundreds of thousands of games, which the feed's own generator is not.
 */
export function uniform(seed: string): () => number {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
