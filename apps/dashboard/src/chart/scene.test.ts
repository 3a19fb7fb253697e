import type { Freshness } from '../live/freshness.ts';
import { PricePath } from '../live/price-path.ts';
import { withMessage } from '../live/state.ts';
import { game, live, message, NOW } from '../testing/samples.ts';
import { sceneOf, xMaxFor, yRange } from './scene.ts';
import { summary } from './summary.ts';

const FRESH: Freshness = { is: 'live', ageMs: 200 };

describe('the scene of the price chart', () => {
  it('shows the price and the forecast while a game runs', () => {
    const scene = sceneOf(live(), FRESH);
    expect(scene).toMatchObject({ is: 'running', xMax: 960, head: { tick: 384, price: 10.63 }, rug: null });
    expect(scene.forecast).toMatchObject({ q10: 405, q50: 520, q90: 846, chance: 0.187 });
    expect(scene.forecast!.survival.slice(0, 2)).toEqual([
      { tick: 384, chance: 1 },
      { tick: 404, chance: expect.closeTo(0.995 ** 20, 4) },
    ]);
    expect(summary(scene)).toMatch(/now 10\.63×.*median end is tick 520.*between 405 and 846.*18\.7%/);
  });

  it('draws no forecast on old data', () => {
    const scene = sceneOf(live(), { is: 'stale', ageMs: 12_000, cause: 'feed' });
    expect(scene).toMatchObject({ is: 'old', forecast: null, silence: { ticks: 48, seconds: 12 } });
    expect(summary(scene)).toMatch(/No data for 12 s/);
  });

  it('keeps the last game with its end until the next one begins', () => {
    const rugged = game({
      currentTick: 385,
      currentPrice: 0.01,
      isRugged: true,
      phase: 'cooldown',
      cooldown_ms: 9000,
    });
    const scene = sceneOf(withMessage(live(), message({ game_state: rugged }), NOW), FRESH);
    expect(scene).toMatchObject({ is: 'ended', forecast: null, rug: { tick: 385, price: 0.01 } });
  });

  it('is empty before the first price and while loading', () => {
    expect(sceneOf(live(), { is: 'loading', forMs: 10 }).is).toBe('empty');
    expect(sceneOf({ ...live(), game: null }, FRESH).is).toBe('empty');
  });

  it('names a peak that the game has left behind', () => {
    const peakAt = (tick: number) => {
      const path = new PricePath('20251124-a');
      for (let t = 0; t < 385; t++) path.add({ tick: t, price: t === tick ? 20 : 1 });
      return sceneOf({ ...live(), path }, FRESH).peak;
    };
    expect(peakAt(300)).toEqual({ tick: 300, price: 20 });
    expect(peakAt(360)).toBeNull();
  });

  it('grows its x axis in steps of two windows', () => {
    expect([0, 480, 481, 560, 846].map(xMaxFor)).toEqual([560, 560, 640, 640, 960]);
  });

  it('has room around 1× and every price, also 0', () => {
    const range = (...prices: number[]) => yRange(Math.min(...prices), Math.max(...prices));
    expect(range(1).yMin).toBeCloseTo(0.7);
    expect(range(1).yMax).toBeCloseTo(1.4);
    expect(range(1, 11.19).yMax).toBe(14);
    expect(range(1, 0).yMin).toBeCloseTo(0.0007);
    for (const price of [0.02, 0.5, 0.97, 1, 1.22, 9.9, 87, 2000]) {
      const { yMin, yMax } = range(price);
      expect(yMin).toBeLessThan(Math.min(1, price));
      expect(yMax).toBeGreaterThan(Math.max(1, price));
    }
  });
});
