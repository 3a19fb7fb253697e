import type { Freshness } from '../live/freshness.ts';
import type { Advice } from '../live/messages.ts';
import { game, live, message } from '../testing/samples.ts';
import { sideBet } from './side-bet.ts';
import { worth } from './worth.ts';

const FRESH: Freshness = { is: 'live', ageMs: 200 };
const advised = (over: Partial<Advice>) =>
  live({ side_bet_advice: { ...message().side_bet_advice!, ...over } });
const strong: Advice = { ...message().side_bet_advice!, p_win_40: 0.274, confidence: 0.991 };
const met = (bet: ReturnType<typeof sideBet>) => bet.gates.map((gate) => gate.met);

describe('the side bet', () => {
  it('below break-even', () => {
    const bet = sideBet(live(), FRESH);
    expect(bet.sentence).toBe('18.7%: below the 20% a side bet needs. Wait.');
    expect(met(bet)).toEqual([false, false, true, true]);
    expect(bet.range).toEqual({ low: 0.166, high: 0.214 });
    expect(bet.wins).toEqual({ from: 385, to: 424 });
    expect(worth(bet)).toMatchObject({ says: 'No, wait', lead: '18.7%' });
  });

  it('just below break-even: rounding does not contradict the sentence', () => {
    expect(sideBet(advised({ p_win_40: 0.1996 }), FRESH).sentence).toMatch(/^19\.96%: below the 20%/);
  });

  it('above, but not surely', () => {
    const bet = sideBet(advised({ p_win_40: 0.208, confidence: 0.74 }), FRESH);
    expect(bet.sentence).toBe(
      '20.8%: above the 20% a side bet needs, but not surely (74% sure, 97.5% needed). Wait.',
    );
    expect(met(bet)).toEqual([true, false, true, true]);
  });

  it('recommended', () => {
    const bet = sideBet(advised({ p_win_40: 0.274, confidence: 0.991, action: 'PLACE_SIDE_BET' }), FRESH);
    expect(bet.decision.label).toBe('Bet');
    expect(bet.sentence).toBe(
      '27.4%: above the 20% a side bet needs, and 99.1% sure. A bet is worth its price.',
    );
    expect(worth(bet).says).toBe('Yes, a bet is worth it');
  });

  it('open, and then in its cooldown', () => {
    const after = (tick: number, open_bet: Advice['open_bet']) =>
      live({
        game_state: game({ currentTick: tick }),
        side_bet_advice: { ...strong, tick, next_bet_tick: 428, open_bet },
      });
    const open = sideBet(after(407, { tick: 384, window_end_tick: 424 }), FRESH);
    expect(open.sentence).toBe(
      'Recommended at tick 384. It wins if the game ends by tick 424: 17 ticks left.',
    );
    expect(worth(open).says).toBe('Bet open: 17 ticks left');
    const cooldown = sideBet(after(426, null), FRESH);
    expect(cooldown.decision.label).toBe('Wait');
    expect(cooldown.sentence).toMatch(/Next possible bet: tick 428\.$/);
    expect(cooldown.gates[2]).toEqual({ name: 'Cooldown over', met: false, value: '2 ticks left' });
  });

  it('gives no advice between games, on old data and without data', () => {
    const between = live({ game_state: game({ phase: 'cooldown', isRugged: true, cooldown_ms: 8400 }) });
    expect(sideBet(between, FRESH)).toMatchObject({
      chance: null,
      sentence: 'No game is running. The side bet can be judged from tick 0, in 8.4 s.',
    });
    const old = sideBet(live(), { is: 'stale', ageMs: 12_000, cause: 'feed' });
    expect(old).toMatchObject({ chance: null, expectedGain: null, decision: { is: 'none' } });
    expect(old.sentence).toBe('Live data is 12 s old. TED does not advise on old data.');
    expect(met(old)).toEqual([null, null, null, false]);
    const none = sideBet(live(), { is: 'down', part: 'ingest', since: null, why: null });
    expect(none).toMatchObject({ chance: null, tone: 'bad' });
  });
});
