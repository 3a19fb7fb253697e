import fc from 'fast-check';
import type { GameStateUpdate } from './feed-events.ts';
import { peakOf } from './revealed-game.ts';
import { GameTracker } from './tracker.ts';
import type { TrackerEvent } from './tracker-events.ts';

/** A game as it really was: `prices[t]` at tick t, the last one is the rug's. */
interface Game {
  id: string;
  prices: number[];
}

/** What may happen to an update of a running game on its way. */
type Fate = 'arrives' | 'twice' | 'lost' | 'one later';

const game = fc
  .array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 0, maxLength: 60 })
  .map((path) => [1, ...path, 0.01]);
const games = fc
  .array(game, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((prices, i): Game => ({ id: `20260101-${String(i).padStart(16, '0')}`, prices })));
const fates = fc.infiniteStream(
  fc.oneof<fc.WeightedArbitrary<Fate>[]>(
    { weight: 8, arbitrary: fc.constant('arrives') },
    { weight: 1, arbitrary: fc.constant('twice') },
    { weight: 1, arbitrary: fc.constant('lost') },
    { weight: 1, arbitrary: fc.constant('one later') },
  ),
);

function inGame({ id, prices }: Game, tickCount: number, rugged = false): GameStateUpdate {
  const last = Math.min(tickCount, prices.length - 1);
  const values: Record<string, number> = {};
  for (let t = Math.max(0, last - 4); t <= last; t++) values[t] = prices[t]!;
  return { gameId: id, active: true, rugged, tickCount, price: prices[last]!, partialPrices: { values } };
}

/** The ticks of a game in the order in which they arrive. No five in a row are lost: partialPrices covers four. */
function* ticks(of: Game, fate: Iterator<Fate>): Generator<GameStateUpdate> {
  let held: GameStateUpdate | undefined;
  let lost = 0;
  for (let tick = 0; tick < of.prices.length - 1; tick++) {
    const update = inGame(of, tick);
    const next = fate.next().value as Fate;
    if (next === 'lost' && tick > 0 && ++lost < 4) continue;
    lost = 0;
    if (next === 'one later' && !held) {
      held = update;
      continue;
    }
    yield update;
    if (next === 'twice') yield update;
    if (held) yield held;
    held = undefined;
  }
  if (held) yield held;
}

/** The traffic of several games: cooldown, ticks, rug, the rug again with the seed. */
function* traffic(all: Game[], fate: Iterator<Fate>): Generator<GameStateUpdate> {
  for (const current of all) {
    for (let timer = 300; timer > 0; timer -= 100) yield { gameId: current.id, cooldownTimer: timer };
    yield* ticks(current, fate);
    const end = current.prices.length - 1;
    yield inGame(current, end, true);
    yield {
      ...inGame(current, end + 2, true),
      gameHistory: [{ id: current.id, prices: current.prices, rugged: true }],
    };
  }
}

const ofType = <T extends TrackerEvent['type']>(events: TrackerEvent[], type: T) =>
  events.filter((event): event is Extract<TrackerEvent, { type: T }> => event.type === type);

it('follows every game to its true end through duplicates, lost and late updates', () => {
  fc.assert(
    fc.property(games, fates, (all, fate) => {
      const tracker = new GameTracker();
      const events = [...traffic(all, fate)].flatMap((update, i) => tracker.handle(update, i));
      expect(ofType(events, 'abandoned')).toEqual([]);
      expect(
        ofType(events, 'ended').map(({ game: g }) => [g.gameId, g.startTick, g.tick, g.price, g.peakPrice]),
      ).toEqual(
        all.map(({ id, prices }) => [
          id,
          expect.any(Number),
          prices.length - 1,
          prices.at(-1),
          peakOf(prices).peakPrice,
        ]),
      );
      for (const { id } of all) {
        const seen = ofType(events, 'tick').filter((event) => event.game.gameId === id);
        const order = seen.map(({ tick }) => tick);
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
        expect(ofType(events, 'started').filter((event) => event.game.gameId === id)).toHaveLength(1);
      }
    }),
    { numRuns: 1000 },
  );
});
