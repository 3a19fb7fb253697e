import { BinnedExpert } from './binned.ts';

/** Whether young or old games end more often, whatever else they do. */
export const age = (): BinnedExpert =>
  new BinnedExpert({ name: 'age', edges: [0, 11, 26, 51, 101, 201, 401] });
