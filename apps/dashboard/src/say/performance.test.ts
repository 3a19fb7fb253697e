import type { ReliabilityStep } from '../api/performance.ts';
import { performanceSentence, performanceTitle, reliabilitySentence } from './performance.ts';

const total = (over: Partial<Parameters<typeof performanceTitle>[0]> = {}) => ({
  games: 531,
  coverage: 0.861,
  brier_skill: -0.0002,
  brier_skill_range: [-0.003, 0.003] as [number, number],
  ...over,
});

describe('the performance page’s heading', () => {
  it.each([
    [{}, 'Ranges hold as promised; no edge over the baseline'],
    [{ coverage: 0.82 }, 'Ranges hold too rarely; no edge over the baseline'],
    [{ coverage: 0.88 }, 'Ranges hold too often; no edge over the baseline'],
    [
      { brier_skill_range: [0.001, 0.02] as [number, number] },
      'Ranges hold as promised; better than the baseline',
    ],
    [
      { brier_skill_range: [-0.02, -0.001] as [number, number] },
      'Ranges hold as promised; worse than the baseline',
    ],
    [{ games: 49 }, 'Too few games to judge'],
  ])('%#', (over, title) => {
    expect(performanceTitle(total(over))).toBe(title);
  });

  it('gives the reason with its range', () => {
    expect(performanceSentence(total())).toBe(
      'In 531 games TED’s ranges held 86.1% of the time (85% promised). Its chances scored −0.02% against the memoryless baseline (95% range −0.3% to +0.3%): no measurable difference. If the game is fair, none is possible.',
    );
    expect(performanceSentence(total({ games: 0, coverage: null }))).toMatch(/^No game/);
    expect(performanceSentence(total({ games: 1, brier_skill: null }))).toMatch(
      /^In 1 game .*not scored yet\.$/,
    );
  });
});

describe('the reliability', () => {
  const step = (over: Partial<ReliabilityStep> = {}): ReliabilityStep => ({
    low: 0.18,
    high: 0.2,
    mean_p: 0.19,
    observed: 0.19,
    observed_range: [0.17, 0.21],
    ticks: 5000,
    games: 406,
    ...over,
  });

  it('names the step that misses', () => {
    const miss = step({ observed: 0.218, observed_range: [0.2, 0.235] });
    expect(reliabilitySentence([step({ low: 0.2, high: 0.22 }), miss])).toBe(
      'Mostly. One step misses its line: at 18–20% it happened in 21.8%; games ended sooner than said.',
    );
  });

  it('does not blame a step of few games', () => {
    expect(reliabilitySentence([step({ observed_range: [0.3, 0.4], games: 99 })])).toBe(
      'As far as so few games can tell.',
    );
    expect(reliabilitySentence([step()])).toMatch(/^Yes/);
    expect(reliabilitySentence([])).toMatch(/^Not known yet/);
  });
});
