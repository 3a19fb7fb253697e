import { duration, wholeSeconds } from './times.ts';

describe('durations', () => {
  it('shows tenths below ten seconds, and at least one', () => {
    expect(duration(0)).toBe('0.1 s');
    expect(duration(8_400)).toBe('8.4 s');
    expect(duration(9_949)).toBe('9.9 s');
    expect(duration(9_951)).toBe('10 s');
  });

  it('shows minutes and hours', () => {
    expect(wholeSeconds(59_400)).toBe('59 s');
    expect(wholeSeconds(59_600)).toBe('1 min 0 s');
    expect(wholeSeconds(206_000)).toBe('3 min 26 s');
    expect(wholeSeconds(7_500_000)).toBe('2 h 5 min');
  });
});
