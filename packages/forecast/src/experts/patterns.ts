import { momentum } from './momentum.ts';
import type { Pattern } from './rate-expert.ts';
import { recovery } from './recovery.ts';
import { ultraShort } from './ultra-short.ts';

/** The three documented patterns under their short names. */
export const PATTERNS = { P1: recovery, P2: ultraShort, P3: momentum } satisfies Record<
  string,
  () => Pattern
>;
export type PatternName = keyof typeof PATTERNS;
