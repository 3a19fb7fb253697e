import { readFigures, type Typed } from './figures.ts';

const typed = (over: Partial<Typed> = {}): Typed => ({
  stake: '1.00',
  bankroll: '100.00',
  chance: '18.7%',
  bets: '500',
  payout: '5 for 1',
  ...over,
});

describe('the calculator’s fields', () => {
  it('are read as people write them', () => {
    expect(readFigures(typed({ bankroll: '1,000.5' }))).toEqual({
      figures: { stake: 1, bankroll: 1000.5, chance: expect.closeTo(0.187, 10), bets: 500, payout: 5 },
    });
  });

  it.each<[keyof Typed, string]>([
    ['stake', ''],
    ['stake', '0'],
    ['stake', '200'],
    ['bankroll', '-3'],
    ['bankroll', 'much'],
    ['chance', '101%'],
    ['chance', '0x10zz'],
    ['bets', '1.5'],
    ['bets', '10001'],
    ['payout', '1'],
  ])('%s of "%s" is refused under its field alone', (field, text) => {
    const read = readFigures(typed({ [field]: text }));
    expect('problems' in read && Object.keys(read.problems)).toEqual([field]);
  });
});
