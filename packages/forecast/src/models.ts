import type { CurveExpert, Expert, ExpertName } from './expert.ts';
import { age } from './experts/age.ts';
import { earlyPeak } from './experts/early-peak.ts';
import { Features } from './experts/features.ts';
import { LogLinear } from './experts/log-linear.ts';
import { momentum } from './experts/momentum.ts';
import { RateExpert, type Pattern } from './experts/rate-expert.ts';
import { recovery } from './experts/recovery.ts';
import { ultraShortGate } from './experts/ultra-short-gate.ts';
import { ultraShort } from './experts/ultra-short.ts';
import type { WeightedExpert } from './mixture.ts';
import { LearntRate, publishedRate, type Rate } from './rate.ts';

/** Prior of the published rule: what most likely holds. */
const PUBLISHED_PRIOR = 0.66;
/**
 * Of that, what comes back when a share of the weight is shared anew at a game's end: a quarter of the share. With all of it, a
 * rate that is another one by half would be doubted again and again, and no bet made on it.
 */
const PUBLISHED_RETURNS = 0.12;
/** Prior of each other idea that is not one of the documented patterns. */
const IDEA_PRIOR = 0.034;
/**
 * Priors of the documented patterns by their strength. Under the published rule a pattern's odds are a martingale, so the
 * chance that its weight ever passes one half is about its prior: together 4% in 1,200 fair beginnings. Pattern 3 has more,
 * because at its documented strength it tells little in 500 games. Lower priors find less, higher ones cry wolf (ADR 14).
 */
const PATTERN_PRIORS = {
  pattern1: { 1: 0.02, 2: 0.005, 4: 0.003 },
  pattern2: { 1: 0.006, 2: 0.005, 4: 0.003 },
  pattern3: { 1: 0.054, 2: 0.004, 4: 0.002 },
} as const;
/** Within a pattern, for its hypotheses on the published rate; the others, on a learnt rate, have the rest. */
const ON_PUBLISHED_RATE = 0.9;
/** Of a pattern's prior likewise: else ten thousand fair games would give it hundreds of beginnings. */
const PATTERN_RETURNS = 0.01;
/** Games that a forgetting rate remembers, as the mean age of what it knows. */
const MEMORIES = [50, 200];

const published = (): CurveExpert =>
  new RateExpert({ name: 'published', key: 'published', rate: publishedRate });
const memoryless = (): CurveExpert =>
  new RateExpert({ name: 'memoryless', key: 'memoryless', rate: new LearntRate() });

const forgetting = (): WeightedExpert[] =>
  MEMORIES.map((games) => ({
    expert: new RateExpert({
      name: 'memoryless-forgetting',
      key: `memoryless-forgetting/${games}`,
      rate: new LearntRate(1 - 1 / games),
    }),
    prior: IDEA_PRIOR / MEMORIES.length,
  }));

/**
 * An idea about the hazard's course on the published rate (nothing to learn: it is found sooner where the rest of the rule
 * holds) and on a learnt one (it is found also where the rate is another).
 */
function onBothRates(
  name: ExpertName,
  make: () => Pattern,
  strength: number,
  prior: number,
): WeightedExpert[] {
  const expert = (rate: Rate, of: string) =>
    new RateExpert({ name, key: `${name}/${strength}/${of}`, rate, pattern: make(), strength });
  return [
    { expert: expert(publishedRate, 'published'), prior: prior * ON_PUBLISHED_RATE },
    { expert: expert(new LearntRate(), 'learnt'), prior: prior * (1 - ON_PUBLISHED_RATE) },
  ];
}

const pattern = (name: keyof typeof PATTERN_PRIORS, make: () => Pattern): WeightedExpert[] =>
  Object.entries(PATTERN_PRIORS[name])
    .flatMap(([strength, prior]) => onBothRates(name, make, Number(strength), prior))
    .map((weighted) => ({ ...weighted, returns: PATTERN_RETURNS }));

const idea = (expert: Expert): WeightedExpert => ({ expert, prior: IDEA_PRIOR });

/** @param features whether what tick features say has a say */
const everyIdea = (features: boolean): WeightedExpert[] => [
  { expert: published(), prior: PUBLISHED_PRIOR, returns: PUBLISHED_RETURNS },
  idea(memoryless()),
  ...forgetting(),
  idea(age()),
  ...pattern('pattern1', recovery),
  ...pattern('pattern2', ultraShort),
  ...pattern('pattern3', momentum),
  idea(ultraShortGate()),
  ...(features ? byFeatures() : []),
];

const byFeatures = (): WeightedExpert[] => [
  ...onBothRates('early-peak', earlyPeak, 1, IDEA_PRIOR),
  idea(new Features()),
  idea(new LogLinear()),
];

/** Priors that sum to 1, where ideas were left out. */
function normalised(experts: readonly WeightedExpert[]): WeightedExpert[] {
  const sum = experts.reduce((total, { prior }) => total + prior, 0);
  return experts.map((weighted) => ({ ...weighted, prior: weighted.prior / sum }));
}

/**
 * The models by their versions. A version is stored with every prediction and never changes its meaning: what changes a
 * forecast is a new version. The first expert of each is the published rule, to which evidence is relative.
 */
export const MODELS = {
  'mixture-3': () => normalised(everyIdea(true)),
  'mixture-3-without-features': () => normalised(everyIdea(false)),
  'memoryless-1': () => [
    { expert: published(), prior: 0.5 },
    { expert: memoryless(), prior: 0.5 },
  ],
  'published-1': () => [{ expert: published(), prior: 1 }],
} satisfies Record<string, () => WeightedExpert[]>;

export type ModelVersion = keyof typeof MODELS;

/** The model that TED speaks with unless told otherwise. */
export const MODEL_VERSION: ModelVersion = 'mixture-3';

export const isModel = (name: string): name is ModelVersion => name in MODELS;
