import { count, exactPercent, percent, percentBeside, price, signed, signedRange } from './numbers.ts';

describe('numbers', () => {
  it('writes prices with two decimals, rug prices with four', () => {
    expect(price(10.634)).toBe('10.63×');
    expect(price(1204.5)).toBe('1,204.50×');
    expect(price(0.02)).toBe('0.0200×');
  });

  it('writes a minus, not a hyphen, and no sign before a zero', () => {
    expect(signed(-0.065)).toBe('\u22120.07');
    expect(signed(0.37)).toBe('+0.37');
    expect(signed(-0.001)).toBe('0.00');
    expect(count(-1204)).toBe('\u22121,204');
  });

  it('writes chances', () => {
    expect(percent(0.187)).toBe('18.7%');
    expect(exactPercent(0.2)).toBe('20%');
    expect(exactPercent(0.975)).toBe('97.5%');
  });

  it('never rounds a chance to the limit that it misses', () => {
    expect(percentBeside(0.1996, 0.2)).toBe('19.96%');
    expect(percentBeside(0.19999, 0.2)).toBe('19.999%');
    expect(percentBeside(0.2, 0.2)).toBe('20.0%');
    expect(percentBeside(0.187, 0.2)).toBe('18.7%');
  });

  it('never rounds a limit to the 0 that it misses', () => {
    expect(signedRange([-0.003, 0.003], '%')).toBe('−0.3% to +0.3%');
    expect(signedRange([-0.0012, -0.0002])).toBe('−0.12 to −0.02');
    expect(signedRange([0, 0.01])).toBe('0.0 to +1.0');
  });
});
