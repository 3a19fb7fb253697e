import { fair, type FairnessFindings } from './fair.ts';

const found = (over: Partial<FairnessFindings> = {}): FairnessFindings => ({
  verified: 255,
  mismatch: 0,
  unverifiable: 4,
  waiting: 1,
  eValue: 0.37,
  mismatchTick: null,
  ...over,
});

describe('is the game fair?', () => {
  it('fair so far', () => {
    expect(fair(found())).toMatchObject({
      icon: 'ok',
      says: 'Fair so far',
      reason: '255 of 259 games verified, 0 mismatches. Evidence against it 0.37; 20 would be strong.',
    });
  });

  it('one mismatch outranks everything', () => {
    expect(
      fair(found({ mismatch: 1, verified: 258, unverifiable: 0, mismatchTick: 118, eValue: 31 })),
    ).toMatchObject({
      icon: 'bad',
      says: 'A game does not match',
      reason: '1 of 259 games differs from its seed, first at tick 118.',
    });
  });

  it('strong evidence, from 20 on', () => {
    expect(fair(found({ eValue: 20 })).says).toBe('Not by the published rule');
    expect(fair(found({ eValue: 19.9 })).says).toBe('Fair so far');
  });

  it('with a reservation when fewer than 80% could be checked', () => {
    expect(fair(found({ verified: 79, unverifiable: 21 })).says).toBe('Fair as far as it could be checked');
    expect(fair(found({ verified: 80, unverifiable: 20 })).says).toBe('Fair so far');
  });

  it('not known before the first game, and not when it cannot be read', () => {
    expect(fair(found({ verified: 0, unverifiable: 0, waiting: 0 })).says).toBe('Not known yet');
    expect(fair(null)).toMatchObject({ icon: 'unknown', says: 'Not known' });
  });
});
