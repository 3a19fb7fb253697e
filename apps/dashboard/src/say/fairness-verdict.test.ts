import { differenceWords } from './difference.ts';
import { evidenceSentence, fairnessVerdict } from './fairness-verdict.ts';
import { verdictWords } from './verdict.ts';

const found = { verified: 591, mismatch: 0, unverifiable: 6, waiting: 0, eValue: 0.45, mismatchTick: null };

describe('the fairness page’s heading', () => {
  it.each([
    [found, 'Fair so far: 591 games verified, none wrong, no evidence against the rule'],
    [
      { ...found, eValue: null },
      'Fair so far: 591 games verified, none wrong, the statistics are still warming up',
    ],
    [{ ...found, mismatch: 1 }, 'A game does not match: 1 of 598 differs from its seed'],
    [{ ...found, mismatch: 2, eValue: 99 }, 'Games do not match: 2 of 599 differ from their seeds'],
    [
      { ...found, eValue: 31 },
      'Not by the published rule: evidence 31.00, though 591 games verified and none wrong',
    ],
    [{ ...found, verified: 0, unverifiable: 0 }, 'Not known yet: no game has been verified'],
  ])('%#', (findings, title) => {
    expect(fairnessVerdict(findings).title).toBe(title);
  });

  it('says what an e-value means, on each side of its limits', () => {
    expect(evidenceSentence(0.45)).toMatch(/would hold 0\.45 now\..*speaks for the rule\.$/);
    expect(evidenceSentence(3)).toMatch(/no strong evidence against the rule\.$/);
    expect(evidenceSentence(20)).toMatch(/strong evidence: /);
  });
});

describe('a game’s verdict', () => {
  const game = { first_difference_tick: null, start_tick: 0, missed_ticks: 0 };
  it('in words', () => {
    expect(verdictWords({ ...game, verdict: 'verified' }).text).toBe('Verified');
    expect(verdictWords({ ...game, verdict: 'mismatch', first_difference_tick: 118 }).text).toBe(
      'Mismatch at tick 118',
    );
    expect(verdictWords({ ...game, verdict: 'unverifiable', start_tick: 41 }).text).toBe(
      'Unverifiable: joined late',
    );
    expect(verdictWords({ ...game, verdict: 'waiting' }).text).toBe('Waiting for the seed');
  });

  it('names where it differs', () => {
    expect(differenceWords({ what: 'price', tick: 118, expected: 2.28, seen: 2.31 })).toBe(
      'the first differing tick is 118 (seen 2.31×, replayed 2.28×)',
    );
    expect(differenceWords({ what: 'price', tick: 9, expected: null, seen: 2 })).toMatch(
      /^it was still running at tick 9/,
    );
    expect(differenceWords({ what: 'end_tick', tick: 5, expected: 7, seen: 5 })).toBe(
      'it ended at tick 5, the seed says 7',
    );
    expect(differenceWords({ what: 'committed_hash', tick: null, expected: 'a', seen: 'b' })).toMatch(
      /does not belong/,
    );
  });
});
