import type { Freshness } from '../live/freshness.ts';
import { game, live } from '../testing/samples.ts';
import { doing } from './doing.ts';

const FRESH: Freshness = { is: 'live', ageMs: 200 };

describe('what is the game doing?', () => {
  it.each([
    [game(), 'Running: 10.63×', 'Tick 384, 1 min 36 s in. Peak 11.19×. It can end at any tick.'],
    [
      game({ phase: 'ended', isRugged: true, currentTick: 408, currentPrice: 0.02, peak_price: 11.22 }),
      'Ended at tick 408',
      'Rug price 0.0200×. Peak 11.22×.',
    ],
    [
      game({ phase: 'cooldown', isRugged: true, cooldown_ms: 12_300 }),
      'Between games: 12 s',
      'The next game starts when the cooldown ends.',
    ],
    [
      game({ phase: 'presale', isRugged: true, cooldown_ms: 3100 }),
      'Presale: 3.1 s',
      'Side bets can be placed for tick 0.',
    ],
  ])('%#', (game_state, says, reason) => {
    expect(doing(live({ game_state }), FRESH)).toMatchObject({ says, reason });
  });

  it('does not go on telling what it no longer knows', () => {
    const stale = doing(live(), { is: 'stale', ageMs: 12_000, cause: 'feed' });
    expect(stale.says).toBe('Not known for 12 s');
    expect(stale.reason).toMatch(/tick 384, 10\.63×\. It may have ended since\.$/);
    expect(doing(live(), { is: 'down', part: 'feed', since: null, why: null }).says).toBe('Not known');
  });
});
