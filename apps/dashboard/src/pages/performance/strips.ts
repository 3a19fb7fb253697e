import type { Bucket } from '../../api/performance.ts';
import { count, percent, signed, signedPercent } from '../../format/numbers.ts';

/** One figure over time, on its own y. */
export interface Strip {
  name: string;
  /** Null where the bucket has none. */
  of: (bucket: Bucket) => number | null;
  min: number;
  max: number;
  marks: readonly number[];
  word: (value: number) => string;
  /** What it must beat: a target in orange, or chance in grey. */
  beat: { value: number; word: string; is: 'target' | 'chance' };
}

/** What a fair game allows a median forecast: an end within two windows of it. */
const FAIR_WITHIN_2 = 0.42;

const whole = (value: number) => percent(value, 0);
const skill = (value: number) => (value === 0 ? '0' : signedPercent(value, 0));
const windows = (value: number) => (value === 0 ? '0' : signed(value, 0));

export const STRIPS: readonly Strip[] = [
  {
    name: 'End inside the 85% range',
    of: ({ coverage }) => coverage,
    min: 0.5,
    max: 1,
    marks: [0.5, 0.75, 1],
    word: whole,
    beat: { value: 0.85, word: 'target 85%', is: 'target' },
  },
  {
    name: 'Median end within 2 windows',
    of: ({ within_2_windows }) => within_2_windows,
    min: 0,
    max: 1,
    marks: [0, 0.5, 1],
    word: whole,
    beat: { value: FAIR_WITHIN_2, word: 'fair game 42%', is: 'chance' },
  },
  {
    name: 'Median E40: early (−) or late (+), in windows',
    of: ({ median_e40 }) => median_e40,
    min: -4,
    max: 4,
    marks: [-4, 0, 4],
    word: windows,
    beat: { value: 0, word: 'target 0', is: 'target' },
  },
  {
    name: 'Brier skill against the memoryless baseline',
    of: ({ brier_skill }) => brier_skill,
    min: -0.04,
    max: 0.04,
    marks: [-0.04, 0, 0.04],
    word: skill,
    beat: { value: 0, word: 'baseline 0', is: 'chance' },
  },
  {
    name: 'Log-loss skill against the memoryless baseline',
    of: ({ log_loss_skill }) => log_loss_skill,
    min: -0.04,
    max: 0.04,
    marks: [-0.04, 0, 0.04],
    word: skill,
    beat: { value: 0, word: 'baseline 0', is: 'chance' },
  },
];

export const ROI: Strip = {
  name: 'ROI of recommended bets',
  of: ({ roi }) => roi,
  min: -100,
  max: 400,
  marks: [-100, 0, 400],
  word: (value) => (value === 0 ? '0' : `${signed(value, 0)}%`),
  beat: { value: 0, word: 'even 0', is: 'target' },
};

/** Points of so many games are filled. */
export const FILLED_FROM = 20;

/** Stretches of buckets without a game: first and one past the last. */
export function emptyRuns(buckets: readonly Bucket[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  buckets.forEach(({ games }, i) => {
    if (games > 0) return;
    const last = runs.at(-1);
    if (last?.to === i) last.to = i + 1;
    else runs.push({ from: i, to: i + 1 });
  });
  return runs;
}

/** Everything about a bucket in one line. */
export function bucketWords(bucket: Bucket, when: string): string {
  if (bucket.games === 0) return `${when}: no games`;
  const figures = STRIPS.map((strip) => {
    const value = strip.of(bucket);
    return value === null ? null : `${SHORT[strip.name]} ${detailed(strip, value)}`;
  }).filter((words) => words !== null);
  return `${when}: ${count(bucket.games)} ${bucket.games === 1 ? 'game' : 'games'}${figures.length > 0 ? `, ${figures.join(', ')}` : ''}`;
}

const SHORT: Readonly<Record<string, string>> = {
  [STRIPS[0]!.name]: 'inside',
  [STRIPS[1]!.name]: 'within 2',
  [STRIPS[2]!.name]: 'E40',
  [STRIPS[3]!.name]: 'Brier skill',
  [STRIPS[4]!.name]: 'log-loss skill',
};

const detailed = ({ max }: Strip, value: number): string =>
  max === 1 ? percent(value) : max === 4 ? signed(value, 1) : signedPercent(value);

export const figureWord = (strip: Strip, value: number | null): string =>
  value === null ? '–' : detailed(strip, value);
