/**
 * sfc32, a small fast generator of uniform numbers in [0, 1) (Doty-Humphrey, PractRand). Math.random cannot be seeded,
 * so that a test could not repeat a run.
 * @param seed four 32-bit words
 */
export function sfc32(seed: Uint32Array): () => number {
  let [a = 0, b = 0, c = 0, counter = 1] = seed;
  const next = () => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return (result >>> 0) / 2 ** 32;
  };
  // Seeds that are much alike have to part first.
  for (let i = 0; i < 12; i++) next();
  return next;
}
