import { exactFigures } from './exact.ts';
import type { Figures } from './figures.ts';
import { sfc32 } from './random.ts';
import { RUNS, Simulation } from './simulation.ts';

const FAIR = 1 - 0.995 ** 40;
const figures = (over: Partial<Figures> = {}): Figures => ({
  stake: 1,
  bankroll: 100,
  chance: FAIR,
  bets: 500,
  payout: 5,
  ...over,
});

const simulated = (over: Partial<Figures> = {}) => {
  const simulation = new Simulation(figures(over), sfc32(Uint32Array.of(1, 2, 3, 4)));
  simulation.advance(RUNS);
  return simulation.result();
};

/** The chance to be ruined, by following the whole distribution of the bankroll (in stakes). */
function exactRuin({ bankroll, chance, bets, payout, stake }: Figures): number {
  const start = Math.floor(bankroll / stake);
  let of = new Map([[start, 1]]);
  let ruined = 0;
  for (let bet = 0; bet < bets; bet++) {
    const next = new Map<number, number>();
    const add = (key: number, share: number) => {
      if (key < 1) ruined += share;
      else next.set(key, (next.get(key) ?? 0) + share);
    };
    for (const [key, share] of of) {
      add(key + payout - 1, share * chance);
      add(key - 1, share * (1 - chance));
    }
    of = next;
  }
  return ruined;
}

describe('the figures that need no chance', () => {
  it('at 18.7% a bet loses, and Kelly stakes nothing', () => {
    const { gain, spread, after, kelly } = exactFigures(figures({ chance: 0.187 }));
    expect(gain).toBeCloseTo(-0.065, 10);
    expect(spread).toBeCloseTo(5 * Math.sqrt(0.187 * 0.813), 10);
    expect(after).toBeCloseTo(-32.5, 10);
    expect(kelly).toBe(0);
  });

  it('at 27.4% Kelly stakes 9.25%, and nothing at break-even', () => {
    expect(exactFigures(figures({ chance: 0.274 })).kelly).toBeCloseTo(0.0925, 10);
    expect(exactFigures(figures({ chance: 0.2 })).kelly).toBe(0);
  });
});

describe('the simulation', () => {
  it.each([
    ['a bankroll that often ends', { bankroll: 20 }],
    ['one that lasts', { bankroll: 100 }],
    ['stakes that do not add up exactly in binary', { bankroll: 2, stake: 0.1, bets: 300 }],
  ])('ruins as often as it must: %s', (_, over) => {
    const result = simulated(over);
    expect(Math.abs(result.ruined - exactRuin(figures(over)))).toBeLessThan(2 * result.ruinedError + 1e-9);
  });

  it('starts every run at the bankroll and never falls below nothing', () => {
    const { fan, runs } = simulated({ bankroll: 15 });
    expect(runs).toBe(RUNS);
    expect(fan[0]).toEqual({ bets: 0, q05: 15, q25: 15, q50: 15, q75: 15, q95: 15 });
    expect(fan).toHaveLength(101);
    for (const point of fan) {
      expect(point.q05).toBeGreaterThanOrEqual(0);
      expect(point.q95).toBeGreaterThanOrEqual(point.q50);
    }
  });

  it('certain bets win always, impossible ones lose all', () => {
    expect(simulated({ chance: 1 })).toMatchObject({ ruined: 0, ahead: 1, deepestFall: 0, halved: 0 });
    expect(simulated({ chance: 0 })).toMatchObject({ ruined: 1, ahead: 0, deepestFall: 1, halved: 1 });
  });

  it('goes on where it stopped, and no further than its runs', () => {
    const simulation = new Simulation(figures({ bets: 3 }), Math.random);
    simulation.advance(10);
    expect(simulation.result()).toMatchObject({ runs: 10, fan: { length: 4 } });
    simulation.advance(RUNS);
    expect(simulation.isDone).toBe(true);
    expect(simulation.result().runs).toBe(RUNS);
  });
});
