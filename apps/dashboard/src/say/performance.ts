import type { PerformanceTotal, ReliabilityStep } from '../api/performance.ts';
import { count, percent, signedPercent, signedRange } from '../format/numbers.ts';

/** Fewer games carry no verdict. */
const LEAST_GAMES = 50;
const PROMISED = [0.83, 0.87] as const;

type Judged = Pick<PerformanceTotal, 'games' | 'coverage' | 'brier_skill' | 'brier_skill_range'>;

/** The performance page's heading, by rule. */
export function performanceTitle(total: Judged): string {
  if (total.games < LEAST_GAMES || total.coverage === null) return 'Too few games to judge';
  const ranges =
    total.coverage < PROMISED[0]
      ? 'Ranges hold too rarely'
      : total.coverage > PROMISED[1]
        ? 'Ranges hold too often'
        : 'Ranges hold as promised';
  return `${ranges}; ${edge(total)}`;
}

function edge({ brier_skill_range: range }: Judged): string {
  if (!range) return 'chances are not scored yet';
  if (range[0] > 0) return 'better than the baseline';
  if (range[1] < 0) return 'worse than the baseline';
  return 'no edge over the baseline';
}

/** Its sentence of reason. */
export function performanceSentence(total: Judged): string {
  const { games, coverage, brier_skill: skill, brier_skill_range: range } = total;
  if (games === 0 || coverage === null) return 'No game with a forecast ended in this time.';
  const held = `In ${count(games)} ${games === 1 ? 'game' : 'games'} TED’s ranges held ${percent(coverage)} of the time (85% promised).`;
  if (skill === null) return `${held} Its chances are not scored yet.`;
  const score = `Its chances scored ${signedPercent(skill, 2)} against the memoryless baseline`;
  if (!range) return `${held} ${score}.`;
  const limits = `(95% range ${signedRange(range, '%')})`;
  const meaning =
    range[0] > 0
      ? 'better, by more than chance. Games then do not end as published.'
      : range[1] < 0
        ? 'worse, by more than chance.'
        : 'no measurable difference. If the game is fair, none is possible.';
  return `${held} ${score} ${limits}: ${meaning}`;
}

const HOLLOW_BELOW = 100;

/** "When TED says 18%, does it happen 18% of the time?" The steps that miss are named. */
export function reliabilitySentence(steps: readonly ReliabilityStep[]): string {
  const judged = steps.filter(({ observed_range: range, mean_p: said }) => range !== null && said !== null);
  if (judged.length === 0) return 'Not known yet: no chance has been said in five games or more.';
  const misses = judged.filter(
    ({ mean_p: said, observed_range: range, games }) =>
      games >= HOLLOW_BELOW && (said! < range![0] || said! > range![1]),
  );
  const worst = misses.sort((a, b) => b.games - a.games)[0];
  if (!worst) {
    return judged.some(({ games }) => games >= HOLLOW_BELOW)
      ? 'Yes: no step with 100 games or more misses the line.'
      : 'As far as so few games can tell.';
  }
  const others =
    misses.length > 1
      ? ` ${misses.length - 1} more ${misses.length === 2 ? 'step misses' : 'steps miss'} too.`
      : '';
  const way =
    worst.observed! > worst.mean_p! ? 'games ended sooner than said' : 'games went on longer than said';
  return `Mostly. One step misses its line: at ${stepName(worst)} it happened in ${percent(worst.observed!)}; ${way}.${others}`;
}

/** "18–20%" */
export const stepName = ({ low, high }: Pick<ReliabilityStep, 'low' | 'high'>): string =>
  `${percent(low, 0).slice(0, -1)}–${percent(high, 0)}`;
