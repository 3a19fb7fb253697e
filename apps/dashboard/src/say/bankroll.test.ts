import { bankrollVerdict } from './bankroll.ts';

const title = (chance: number, isSure: boolean | null = null) =>
  bankrollVerdict({ chance, payout: 5 }, isSure).title;

describe('the bankroll in one sentence', () => {
  it.each([
    [0.187, null, 'At 18.7% every side bet loses 6.5% of its stake on average. Stake nothing.'],
    [0.274, true, 'At 27.4% a bet gains 37% of its stake on average. Kelly: 9.3% of the bankroll.'],
    [0.274, null, 'At 27.4% a bet gains 37% of its stake on average. Kelly: 9.3% of the bankroll.'],
    [
      0.21,
      false,
      'At 21.0% a bet gains 5.0% of its stake on average, but TED is not sure that it is above 20%.',
    ],
    [0.2, null, 'At 20.0% a side bet neither gains nor loses on average.'],
  ])('at %f', (chance, isSure, says) => {
    expect(title(chance, isSure)).toBe(says);
  });

  it('does not round to break-even what is below it', () => {
    expect(title(0.1999)).toMatch(/^At 19\.99% every side bet loses/);
  });
});
