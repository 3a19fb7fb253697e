import { parseGameStateUpdate, type GameStateUpdate } from './feed-events.ts';
import { GameTracker } from './tracker.ts';
import type { TrackerEvent } from './tracker-events.ts';

const A = '20251207-aaaaaaaaaaaaaaaa';
const B = '20251207-bbbbbbbbbbbbbbbb';

/** A standard in-game update. */
function tick(
  gameId: string,
  tickCount: number,
  price: number,
  more: Partial<GameStateUpdate> = {},
): GameStateUpdate {
  return { gameId, active: true, rugged: false, tickCount, price, ...more };
}
const rug = (gameId: string, tickCount: number, price = 0.01, more: Partial<GameStateUpdate> = {}) =>
  tick(gameId, tickCount, price, { rugged: true, ...more });
const minimal = (gameId: string, cooldownTimer: number): GameStateUpdate => ({ gameId, cooldownTimer });
const historyOf = (id: string, prices: number[]) => ({
  id,
  prices,
  rugged: true,
  timestamp: 1,
  gameVersion: 'v3',
});

function follow(updates: GameStateUpdate[]): { tracker: GameTracker; events: TrackerEvent[] } {
  const tracker = new GameTracker();
  const events = updates.flatMap((update, i) => tracker.handle(update, 1000 + i));
  return { tracker, events };
}
const ofType = <T extends TrackerEvent['type']>(events: TrackerEvent[], type: T) =>
  events.filter((event): event is Extract<TrackerEvent, { type: T }> => event.type === type);
const ticksOf = (events: TrackerEvent[]) => ofType(events, 'tick').map((event) => event.tick);

describe('a game', () => {
  it('ends at the tick whose price is the rug’s, also if the first rugged update was missed and the counter ran on', () => {
    const partialPrices = { values: { '2': 1.2, '3': 1.3, '4': 1.4, '5': 0.01 } };
    const { events } = follow([tick(A, 3, 1.3), rug(A, 7, 0.01, { partialPrices })]);
    const [ended] = ofType(events, 'ended');
    expect(ended!.game).toMatchObject({ tick: 5, price: 0.01, rugShownAt: 7, missedTicks: 0 });
    // Last prices of something else say nothing of the end.
    const other = { values: { '2': 1.2, '3': 1.3 } };
    const [guessed] = ofType(
      follow([tick(A, 3, 1.3), rug(A, 7, 0.01, { partialPrices: other })]).events,
      'ended',
    );
    expect(guessed!.game).toMatchObject({ tick: 7, missedTicks: 3 });
  });

  it('starts, ticks, and ends at the first rugged update [defect 7]', () => {
    const { events, tracker } = follow([
      tick(A, 0, 1),
      tick(A, 1, 1.2),
      tick(A, 2, 1.1),
      rug(A, 3, 0.02),
      rug(A, 5, 0.02),
    ]);
    expect(events.map((event) => event.type)).toEqual([
      'started',
      'tick',
      'tick',
      'tick',
      'ended',
      'ignored',
    ]);
    expect(tracker.game).toMatchObject({ tick: 3, price: 0.02, peakPrice: 1.2, peakTick: 1, phase: 'ended' });
  });

  it('fills missed ticks from partialPrices and counts those that nobody knows', () => {
    const partialPrices = { values: { '4': 1.4, '5': 3, '6': 1.6, '7': 1.7 } };
    const { events, tracker } = follow([tick(A, 0, 1), tick(A, 1, 1), tick(A, 7, 1.7, { partialPrices })]);
    expect(ticksOf(events)).toEqual([0, 1, 4, 5, 6, 7]);
    expect(ofType(events, 'tick').map((event) => event.filled)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(tracker.game).toMatchObject({ peakPrice: 3, peakTick: 5, missedTicks: 2 });
  });

  it('takes duplicates and late updates for what they are, but learns a peak from a late one', () => {
    const { events, tracker } = follow([
      tick(A, 0, 1),
      tick(A, 1, 1),
      tick(A, 1, 1),
      tick(A, 3, 1),
      tick(A, 2, 9),
    ]);
    expect(ofType(events, 'ignored').map((event) => event.reason)).toEqual(['duplicate', 'late']);
    expect(tracker.game).toMatchObject({ tick: 3, peakPrice: 9, peakTick: 2 });
  });

  it('knows its whole course when it joins in the middle and the feed sends `prices`', () => {
    const { events, tracker } = follow([tick(A, 3, 1.1, { prices: [1, 1.5, 1.2, 1.1] }), tick(A, 4, 1.3)]);
    expect(ticksOf(events)).toEqual([0, 1, 2, 3, 4]);
    expect(tracker.game).toMatchObject({ startTick: 3, peakPrice: 1.5, peakTick: 1, missedTicks: 0 });
  });

  it('reads the peak from a big update on connect that comes after a newer one', () => {
    const { tracker } = follow([tick(A, 3, 1.1), tick(A, 2, 1.2, { prices: [1, 4, 1.2] }), tick(A, 5, 1)]);
    expect(tracker.game).toMatchObject({ tick: 5, peakPrice: 4, peakTick: 1 });
  });
});

describe('the end of a game', () => {
  it('is the history’s when the first rugged update was missed', () => {
    const gameHistory = [historyOf(A, [1, 1.5, 1.2, 0.01])];
    const { events } = follow([tick(A, 0, 1), tick(A, 1, 1.5), rug(A, 11, 0.01, { gameHistory })]);
    expect(ofType(events, 'ended')[0]!.game).toMatchObject({ tick: 3, peakPrice: 1.5, price: 0.01 });
    expect(ofType(events, 'revealed')[0]!.revealed).toMatchObject({ gameId: A, endTick: 3, version: 'v3' });
  });

  it('comes from the next cooldown’s history when the rug was not seen at all', () => {
    const full = { gameId: B, active: false, rugged: false, tickCount: 0, price: 1, cooldownTimer: 15000 };
    const { events } = follow([
      tick(A, 0, 1),
      tick(A, 1, 1.5),
      minimal(B, 14900),
      minimal(B, 14800),
      { ...full, gameHistory: [historyOf(A, [1, 1.5, 1.2, 0.01])] },
      tick(B, 0, 1),
    ]);
    expect(events.map((event) => event.type)).not.toContain('abandoned');
    expect(ofType(events, 'ended')[0]!.game).toMatchObject({ gameId: A, tick: 3 });
    expect(events.findIndex((e) => e.type === 'ended')).toBeLessThan(
      events.findLastIndex((e) => e.type === 'started'),
    );
  });

  it('is unknown when the next game runs and nobody told: abandoned', () => {
    const { events } = follow([tick(A, 0, 1), tick(A, 1, 1), tick(B, 0, 1), tick(B, 1, 1)]);
    expect(events.map((event) => event.type)).toEqual([
      'started',
      'tick',
      'tick',
      'abandoned',
      'started',
      'tick',
      'tick',
    ]);
  });

  it('reveals each finished game once, although the feed repeats its history', () => {
    const gameHistory = [historyOf(A, [1, 1.5, 0.01]), { id: 17 }];
    const { events } = follow([
      minimal(B, 100),
      { ...minimal(B, 90), gameHistory },
      { ...minimal(B, 80), gameHistory },
    ]);
    expect(ofType(events, 'revealed')).toHaveLength(1);
  });
});

describe('between games', () => {
  it('counts down through cooldown and presale, then starts at tick 0', () => {
    const tracker = new GameTracker();
    const phases = [minimal(B, 14900), minimal(B, 9900), tick(B, 0, 1)].map((update, i) => {
      tracker.handle(update, i);
      return tracker.phase;
    });
    expect(phases).toEqual(['cooldown', 'presale', 'running']);
  });

  it('ignores late updates of a game that it has left', () => {
    const { events, tracker } = follow([
      tick(A, 0, 1),
      rug(A, 1),
      minimal(B, 100),
      tick(B, 0, 1),
      rug(A, 2),
      tick(B, 1, 1),
    ]);
    expect(ofType(events, 'ignored').map((event) => event.reason)).toEqual(['late']);
    expect(tracker.game).toMatchObject({ gameId: B, tick: 1 });
  });
});

describe('one garbled message', () => {
  it('with an absurd tick or another game’s id changes nothing', () => {
    const { events, tracker } = follow([
      tick(A, 0, 1),
      tick(A, 1, 1),
      tick(A, 9000, 1),
      tick(A, 2, 1.1),
      tick(B, 7, 1),
      tick(A, 3, 1.2),
      rug(A, 4),
    ]);
    expect(ofType(events, 'ignored').map((event) => event.reason)).toEqual(['implausible', 'implausible']);
    expect(ticksOf(events)).toEqual([0, 1, 2, 3]);
    expect(tracker.game).toMatchObject({ gameId: A, tick: 4, phase: 'ended' });
  });

  it('is believed when the next one agrees: a long silence in a long game', () => {
    const { events } = follow([tick(A, 0, 1), tick(A, 900, 2), tick(A, 901, 2.1)]);
    expect(ticksOf(events)).toEqual([0, 900, 901]);
  });
});

describe('reading raw events', () => {
  const good = {
    gameId: A,
    active: true,
    rugged: false,
    tickCount: 5,
    price: 1.5,
    leaderboard: [{ id: 'x' }],
  };
  it.each([
    ['a wrong type', { ...good, price: '1.5' }],
    ['a missing field', { ...good, tickCount: undefined }],
    ['NaN, which JSON turns into null', { ...good, price: null }],
    ['a negative price', { ...good, price: -1 }],
    ['an absurd tick', { ...good, tickCount: 1e9 }],
    ['half a tick', { ...good, tickCount: 1.5 }],
    ['no game', { ...good, gameId: undefined }],
    ['an id with an operator', { ...good, gameId: { $gt: '' } }],
    ['last prices without the prices', { ...good, partialPrices: {} }],
    ['a list of last prices', { ...good, partialPrices: { values: [1, 1.1] } }],
    ['a last price that is a text', { ...good, partialPrices: { values: { '4': '1.4' } } }],
    ['a last price that is none', { ...good, partialPrices: { values: { '4': 1.4, '5': null } } }],
    ['a negative last price', { ...good, partialPrices: { values: { '4': -1 } } }],
    ['a last price of no tick', { ...good, partialPrices: { values: { first: 1 } } }],
    ['not an object', 'hello'],
    ['nothing', undefined],
  ])('refuses %s', (_, data) => {
    expect(parseGameStateUpdate(data)).toMatchObject({ ok: false, problem: expect.any(String) });
  });

  it('takes the last prices by their ticks', () => {
    const partialPrices = { startTick: 4, endTick: 5, values: { '4': 1.4, '5': 1.5 } };
    expect(parseGameStateUpdate({ ...good, partialPrices })).toMatchObject({
      ok: true,
      update: { partialPrices: { values: { '4': 1.4, '5': 1.5 } } },
    });
  });

  it('drops what TED does not use', () => {
    expect(parseGameStateUpdate(good)).toEqual({
      ok: true,
      update: { gameId: A, active: true, rugged: false, tickCount: 5, price: 1.5 },
    });
  });
});
