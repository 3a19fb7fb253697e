import type { SentUpdate } from '../feed/feed-log.ts';
import { demandOf, type TickDemand } from './demand.ts';
import { cooldown, ledger, rug, tick, trueGame } from './small-ledger.ts';
import { unacceptedWindows } from './windows.ts';

const must = (demand: TickDemand, gameId: string): number[] =>
  [...(demand.get(gameId) ?? [])].filter(([, { must: owed }]) => owed).map(([number]) => number);
const may = (demand: TickDemand, gameId: string): number[] =>
  [...(demand.get(gameId) ?? [])].filter(([, { must: owed }]) => !owed).map(([number]) => number);
const demand = (updates: SentUpdate[]) => demandOf(ledger(updates), [], []);

describe('of a game that was seen whole', () => {
  it('its end, and a prediction and a sample of every tick before it', () => {
    const owed = demand([tick('a', 0), tick('a', 1), tick('a', 2), rug('a', 3), rug('a', 4)]);
    expect(owed.games.get('a')).toMatchObject({ must: true, status: 'ended' });
    expect(must(owed.predictions, 'a')).toEqual([0, 1, 2]);
    expect(must(owed.samples, 'a')).toEqual([0, 1, 2]);
  });

  it('duplicates and late updates demand nothing more', () => {
    const owed = demand([tick('a', 0), tick('a', 2), tick('a', 2), tick('a', 1)]);
    expect(must(owed.predictions, 'a')).toEqual([0, 2]);
    expect(may(owed.predictions, 'a')).toEqual([]);
  });

  it('skipped ticks whose prices came afterwards are sampled, and nothing is predicted at them', () => {
    const owed = demand([tick('a', 0), tick('a', 4, { carries: { from: 2, to: 4 } })]);
    expect(must(owed.predictions, 'a')).toEqual([0, 4]);
    expect(must(owed.samples, 'a')).toEqual([0, 4, 2, 3]);
    expect(owed.samples.get('a')!.has(1)).toBe(false);
  });

  it('the rug fills the ticks before it, the repeated one not the end tick', () => {
    const carries = { from: 0, to: 3 };
    const owed = demand([tick('a', 0), rug('a', 3, { carries }), rug('a', 5, { carries })]);
    expect(must(owed.samples, 'a')).toEqual([0, 1, 2]);
    expect(owed.samples.get('a')!.has(3)).toBe(false);
  });
});

describe('of a game whose end came while nobody listened', () => {
  const cut = { from: 1900, to: 9000 };
  const sessions = [
    { from: 0, to: 2000 },
    { from: 9000, to: null },
  ];

  it('its end, if the history still shows it', () => {
    const updates = [
      tick('a', 0),
      tick('a', 1),
      rug('a', 2, { session: null }),
      cooldown('b', 9000, ['a'], 1),
      cooldown('b', 9001, [], 1),
    ];
    const owed = demandOf(ledger(updates, { sessions }), [cut], []);
    expect(owed.games.get('a')).toMatchObject({ must: true, status: 'ended' });
  });

  it('and then all the ticks that nobody heard, sampled but not forecast', () => {
    const updates = [tick('a', 0), tick('a', 1), cooldown('b', 9000, ['a'], 1), cooldown('b', 9001, [], 1)];
    const games = new Map([['a', trueGame(4)]]);
    const owed = demandOf(ledger(updates, { sessions, games }), [cut], []);
    expect([...owed.samples.get('a')!].map(([number, { must }]) => [number, must])).toEqual([
      [0, true],
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect([...owed.predictions.get('a')!.keys()]).toEqual([0, 1]);
  });

  it('that it was abandoned, if no history shows it', () => {
    const updates = [
      tick('a', 0),
      tick('a', 1),
      cooldown('z', 9000, ['x', 'y'], 1),
      cooldown('z', 9001, [], 1),
    ];
    const owed = demandOf(ledger(updates, { sessions }), [cut], []);
    expect(owed.games.get('a')).toMatchObject({ must: true, status: 'abandoned' });
    expect(owed.games.get('x')).toMatchObject({ must: true, status: 'ended' });
  });

  it('nothing of ticks that were sent to nobody or in the unaccepted window; they are counted', () => {
    const updates = [
      tick('a', 0),
      tick('a', 1.95),
      tick('a', 3, { session: null }),
      tick('a', 10, { session: 1 }),
      tick('a', 11, { session: 1 }),
    ];
    const owed = demandOf(ledger(updates, { sessions }), [cut], []);
    expect(must(owed.predictions, 'a')).toEqual([0, 10, 11]);
    expect(may(owed.predictions, 'a')).toEqual([1.95]);
    expect(owed.predictions.get('a')!.has(3)).toBe(false);
    expect(owed.unaccepted).toBe(4);
  });

  it('a first update that contradicts counts once the next one confirms it', () => {
    const unconfirmed = [tick('a', 0), tick('b', 50, { at: 9000, session: 1 }), cooldown('c', 9001, [], 1)];
    expect(must(demandOf(ledger(unconfirmed, { sessions }), [cut], []).predictions, 'b')).toEqual([]);
    const confirmed = [...unconfirmed.slice(0, 2), tick('b', 51, { at: 9001, session: 1 })];
    expect(must(demandOf(ledger(confirmed, { sessions }), [cut], []).predictions, 'b')).toEqual([50, 51]);
  });

  it('a new ingest takes the whole running game from what it is greeted with', () => {
    const greeting = tick('a', 10, { session: 1, carries: { from: 0, to: 10 } });
    const updates = [tick('a', 0), tick('a', 1.95), greeting];
    const owed = demandOf(ledger(updates, { sessions }), [cut], [{ at: 2000, lagMs: 0 }]);
    expect(must(owed.samples, 'a').sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(must(owed.predictions, 'a')).toEqual([0, 10]);
  });
});

describe('the unaccepted windows', () => {
  const sessions = [
    { from: 0, to: 5000 },
    { from: 7000, to: 9000 },
    { from: 9500, to: null },
  ];

  it('reach from a sync interval before the cut to the next connection', () => {
    expect(unacceptedWindows(sessions, [], [])).toEqual([
      { from: 4900, to: 7000 },
      { from: 8900, to: 9500 },
    ]);
  });

  it('begin with the kill, or with the stop of an ingest that read nothing any more', () => {
    const windows = unacceptedWindows(sessions, [{ at: 4990, lagMs: 20 }], [{ from: 7500, to: 9400 }]);
    expect(windows.map(({ from }) => from)).toEqual([4870, 7400]);
  });

  it('begin with the stop of an ingest that gives the connection up as soon as it goes on, not with an earlier one', () => {
    const from = (to: number) => unacceptedWindows(sessions, [], [{ from: 7500, to }])[1]!.from;
    expect(from(8925)).toBe(7400);
    expect(from(8700)).toBe(8900);
  });
});
