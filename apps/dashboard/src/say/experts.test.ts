import { earned, expertName, mostWeight, sortedExperts } from './experts.ts';

const expert = (over: object = {}) => ({
  name: 'memoryless',
  weight: 0.08,
  prior: 0.12,
  p_rug_40: 0.19,
  evidence: -0.7,
  ...over,
});

it('says in words what an expert’s weight came from', () => {
  expect(earned(expert())).toBe(
    'It began with 12.0% and has 8.0% now. In log score it is 0.70 nats behind the published rate: what happened was 2.0 times as unlikely by its chances.',
  );
  expect(earned(expert({ evidence: 30 }))).toMatch(/over a million times as likely/);
  expect(earned(expert({ name: 'published', evidence: 0 }))).toMatch(/All others are measured against it\.$/);
  expect(earned(expert({ evidence: 0 }))).toMatch(/nothing else than the published rate\.$/);
});

it('puts the heaviest first and keeps an unknown name', () => {
  expect(sortedExperts([expert(), expert({ name: 'x', weight: 0.5 })]).map(({ name }) => name)).toEqual([
    'x',
    'memoryless',
  ]);
  expect(expertName('x')).toBe('x');
});

it('names the one that weighed most in short', () => {
  expect(mostWeight({ name: 'published', weight: 0.578 })).toBe('Published rate, 58%');
  expect(mostWeight({ name: 'pattern3', weight: 0.4 })).toBe('Pattern 3, 40%');
  expect(mostWeight(null)).toBe('–');
});
