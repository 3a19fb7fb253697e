import { decimal, percent, UNKNOWN } from '../format/numbers.ts';
import type { Expert } from '../live/messages.ts';

const NAMES: Readonly<Record<string, string>> = {
  published: 'Published rate, 0.5% a tick',
  memoryless: 'Learnt rate, all games',
  'memoryless-forgetting': 'Learnt rate, recent games',
  age: 'Rate by age of the game',
  pattern1: 'Pattern 1: after a high payout',
  pattern2: 'Pattern 2: ultra-short games',
  pattern3: 'Pattern 3: momentum after 8×',
  'early-peak': 'Early peak in the price',
  'ultra-short-gate': 'Gate: short games in a row',
  features: 'Features of the price',
  'log-linear': 'Regression on the price',
};

/** So many fit beside the other panels. */
export const SHOWN_EXPERTS = 6;

/** An expert in plain words; one that this page does not know yet keeps its own name. */
export const expertName = (name: string): string => NAMES[name] ?? name;

/** "Published rate, 58%"; the name up to what explains it. */
export function mostWeight(expert: { name: string; weight: number } | null): string {
  if (!expert) return UNKNOWN;
  return `${expertName(expert.name).split(/[,:]/)[0]}, ${percent(expert.weight, 0)}`;
}

/** The heaviest first. */
export const sortedExperts = (experts: readonly Expert[]): Expert[] =>
  [...experts].sort((a, b) => b.weight - a.weight);

/** How the weight came about. */
export function earned({ name, weight, prior, evidence }: Expert): string {
  const began = `It began with ${percent(prior)} and has ${percent(weight)} now.`;
  if (name === 'published') return `${began} All others are measured against it.`;
  const size = decimal(Math.abs(evidence), Math.abs(evidence) < 10 ? 2 : 0);
  if (Math.abs(evidence) < 0.005) return `${began} So far it has said nothing else than the published rate.`;
  const word = evidence > 0 ? 'ahead of' : 'behind';
  return `${began} In log score it is ${size} nats ${word} the published rate: what happened was ${times(evidence)} by its chances.`;
}

/** The likelihood ratio in words. */
function times(nats: number): string {
  const ratio = Math.exp(Math.min(Math.abs(nats), 20));
  const size = ratio >= 1e6 ? 'over a million' : decimal(ratio, ratio < 10 ? 1 : 0);
  return `${size} times as ${nats > 0 ? 'likely' : 'unlikely'}`;
}
