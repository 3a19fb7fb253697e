import { playGame, serverSeedHash } from '@ted/fairness';
import { GameTracker, parseGameStateUpdate } from '@ted/game';
import type { FeedServer } from './index.ts';
import { simulatedGames, startFeedServer } from './index.ts';
import type { SimulationOptions } from './index.ts';
import type { Json, Listener } from './testing/listener.ts';
import { listen } from './testing/listener.ts';

let server: FeedServer | undefined;
let listener: Listener | undefined;

afterEach(async () => {
  listener?.socket.disconnect();
  await server?.close();
});

/** Listens until so many games have revealed their seed, and returns all updates up to that. */
async function hearGames(count: number, options: SimulationOptions) {
  server = await startFeedServer({ source: simulatedGames(options) });
  listener = await listen(server.url);
  await listener.until((heard) => heard.filter(({ args }) => isReveal(args[0])).length >= count);
  const updates = listener.updates() as Json[];
  const reveals = updates.flatMap((update, index) => (isReveal(update) ? [index] : []));
  return updates.slice(0, (reveals[count - 1] ?? NaN) + 1);
}

const isReveal = (update: Json) => update.rugged === true && update.gameHistory !== undefined;
const isTick = (update: Json) => update.active === true && update.rugged === false;

describe('simulated games', () => {
  it('goes through the phases of a game in order and reveals its seed', async () => {
    const [greeting, ...updates] = await hearGames(1, { speed: 200, seed: 'phases' });
    const { id: gameId, prices, gameVersion, provablyFair, peakMultiplier } = updates.at(-1).gameHistory[0];
    const ticks = updates.filter(isTick);
    const first = updates.findIndex(isTick);
    const cooldown = updates.slice(0, first);
    const ended = updates.slice(first + ticks.length);

    expect(greeting).toMatchObject({
      gameId,
      active: false,
      tickCount: 0,
      cooldownTimer: 15_000,
      prices: [1],
    });
    expect(greeting.gameHistory).toHaveLength(10);

    const full = cooldown.filter((update) => update.tickCount === 0 && update.gameHistory);
    expect(full).toMatchObject([{ cooldownTimer: 15_000, price: 1, active: false, rugged: false }]);
    const timers = cooldown.filter((update) => !full.includes(update)).map((update) => update.cooldownTimer);
    expect(timers).toEqual(Array.from({ length: 149 }, (_, i) => 14_900 - 100 * i));
    for (const update of cooldown) {
      expect(update.allowPreRoundBuys).toBe(update.cooldownTimer <= 10_000);
      if (update.cooldownTimer < 10_000) expect(update).not.toHaveProperty('price');
    }

    const endTick = prices.length - 1;
    expect(ticks.map((update) => update.tickCount)).toEqual(
      Array.from({ length: endTick }, (_, tick) => tick),
    );
    expect(ticks.map((update) => update.price)).toEqual(prices.slice(0, -1));
    for (const { tickCount, partialPrices } of ticks) {
      expect(partialPrices).toMatchObject({ startTick: Math.max(0, tickCount - 4), endTick: tickCount });
      for (const [tick, price] of Object.entries(partialPrices.values)) expect(price).toBe(prices[tick]);
    }

    expect(ended).toMatchObject([
      { active: true, rugged: true, tickCount: endTick, price: prices.at(-1) },
      { active: true, rugged: true, price: prices.at(-1) },
    ]);
    expect(ended[0]).not.toHaveProperty('gameHistory');
    expect(ended[1].tickCount).toBeGreaterThan(endTick);
    expect(prices.at(-1)).toBeGreaterThan(0);
    expect(prices.at(-1)).toBeLessThanOrEqual(0.02);
    expect(peakMultiplier).toBe(Math.max(...prices.slice(0, -1)));
    expect(gameVersion).toBe('v3');
    expect(updates.map((update) => update.provablyFair.serverSeedHash)).toEqual(
      updates.map(() => provablyFair.serverSeedHash),
    );
  });

  it('plays fair: every seed in the history gives its hash and its prices', async () => {
    const updates = await hearGames(2, { speed: 500, seed: 'fair' });
    const history = updates.at(-1).gameHistory;
    expect(history).toHaveLength(10);
    for (const { id, prices, provablyFair, gameVersion } of history) {
      expect(serverSeedHash(provablyFair.serverSeed)).toBe(provablyFair.serverSeedHash);
      const game = playGame(provablyFair.serverSeed, id, gameVersion);
      expect(game.prices).toEqual(prices.slice(0, -1));
    }
    expect(updates[0].gameHistory.slice(0, 8)).toEqual(history.slice(2));
  });

  it('is understood by the reader of the real feed, faults included', async () => {
    const faults = { duplicate: 0.05, reorder: 0.05, skip: 0.05 };
    const updates = await hearGames(4, { speed: 500, seed: 'understood', endTicks: [1, 80, 200], faults });
    const tracker = new GameTracker();
    const events = updates.flatMap((update) => {
      const parsed = parseGameStateUpdate(update);
      if (!parsed.ok) throw new Error(parsed.problem);
      return tracker.handle(parsed.update, 0);
    });
    const ended = events.flatMap((event) => (event.type === 'ended' ? [event.game] : []));
    expect(ended.map((game) => [game.tick, game.startTick])).toEqual([1, 80, 200, 1].map((end) => [end, 0]));
    const revealed = events.flatMap((event) => (event.type === 'revealed' ? [event.revealed.gameId] : []));
    expect(revealed.slice(-4)).toEqual(ended.map((game) => game.gameId));
    expect(events.filter((event) => event.type === 'abandoned')).toEqual([]);
    expect(events.some((event) => event.type === 'tick' && event.filled)).toBe(true);
  });

  it('repeats itself with a seed and never without one', async () => {
    const ids = async (options: SimulationOptions) => {
      const updates = await hearGames(1, { speed: 500, endTicks: [2], ...options });
      listener?.socket.disconnect();
      await server?.close();
      return updates.at(-1).gameHistory.map((game: Json) => game.id) as string[];
    };
    expect(await ids({ seed: 'a' })).toEqual(await ids({ seed: 'a' }));
    const unseeded = [...(await ids({})), ...(await ids({}))];
    expect(new Set(unseeded).size).toBe(unseeded.length);
    for (const id of unseeded) expect(id).toMatch(/^\d{8}-[0-9a-f]{16}$/);
    for (const id of await ids({ feedDate: '20251224' })) expect(id).toMatch(/^20251224-/);
  });

  it('forces ends in turn and says so in the version', async () => {
    const updates = await hearGames(4, { speed: 500, endTicks: [1, 7, 30] });
    const firstRugged = updates.filter((update) => update.rugged && !update.gameHistory);
    expect(firstRugged.map((update) => update.tickCount)).toEqual([1, 7, 30, 1]);
    expect(firstRugged.map((update) => update.provablyFair.version)).toEqual(Array(4).fill('test'));
    expect(
      updates
        .at(-1)
        .gameHistory.map((game: Json) => game.prices.length - 1)
        .slice(0, 4),
    ).toEqual([1, 30, 7, 1]);
  });

  it('greets a late client with the running game so far', async () => {
    server = await startFeedServer({ source: simulatedGames({ speed: 100, endTicks: [2000] }) });
    listener = await listen(server.url);
    await listener.until((heard) => heard.some(({ args }) => args[0].tickCount >= 10));
    const late = await listen(server.url);
    await late.until((heard) => heard.length > 1);
    late.socket.disconnect();
    const greeting: Json = late.updates()[0];
    expect(greeting.tickCount).toBeGreaterThanOrEqual(10);
    expect(greeting.prices).toHaveLength(greeting.tickCount + 1);
    expect(greeting.prices.at(-1)).toBe(greeting.price);
    expect(greeting.gameHistory).toHaveLength(10);
  });

  it('duplicates, reorders and skips tick updates when told to, and nothing else', async () => {
    const faults = { duplicate: 0.1, reorder: 0.1, skip: 0.1 };
    const updates = await hearGames(1, { speed: 500, seed: 'faults', endTicks: [400], faults });
    const ticks = updates.filter(isTick).map((update) => update.tickCount as number);
    const steps = ticks.slice(1).map((tick, i) => tick - (ticks[i] ?? NaN));
    expect(steps.filter((step) => step === 0).length).toBeGreaterThan(10);
    expect(steps.filter((step) => step < 0).length).toBeGreaterThan(10);
    expect(400 - new Set(ticks).size).toBeGreaterThan(10);
    expect(updates.slice(-2)).toMatchObject([{ rugged: true, tickCount: 400 }, { rugged: true }]);
  });

  it('keeps up with speed 200', async () => {
    server = await startFeedServer({ source: simulatedGames({ speed: 200, endTicks: [1000] }) });
    listener = await listen(server.url);
    await listener.until((heard) => heard.some(({ args }) => args[0].rugged));
    const ticks = listener.heard.filter(({ args }) => isTick(args[0]));
    const seconds = ((ticks.at(-1)?.atMs ?? NaN) - (ticks[0]?.atMs ?? NaN)) / 1000;
    const realTicksPerSecond = 4;
    // On a machine that has other things to do it may fall behind; a timer for each tick would give far less.
    expect((ticks.length - 1) / seconds).toBeGreaterThan(40 * realTicksPerSecond);
  });

  it('sends what surrounds the game in the real size and kinds', async () => {
    const updates = await hearGames(1, { speed: 500, seed: 'size', endTicks: [300] });
    const sizes = updates
      .filter((update) => isTick(update) && update.tickCount > 0)
      .map((u) => JSON.stringify(u).length);
    expect(Math.min(...sizes)).toBeGreaterThan(8_000);
    expect(Math.max(...sizes)).toBeLessThan(14_000);
    const others = listener?.heard.filter(({ event }) => event !== 'gameStateUpdate') ?? [];
    const trades = others.filter(({ event }) => event === 'standard/newTrade');
    expect(trades.some(({ args }) => args.length === 2 && args[0].__trace === true)).toBe(true);
    expect(trades.some(({ args }) => args.length === 1)).toBe(true);
    expect(others.length).toBeGreaterThan(trades.length);
  });

  it.each([
    [{ speed: Infinity }, /speed/],
    [{ speed: 0 }, /speed/],
    [{ feedDate: '2025-12-07' }, /feedDate/],
    [{ endTicks: [0] }, /end tick/],
    [{ faults: { skip: 2 } }, /faults\.skip/],
  ])('refuses %j', (options, message) => {
    expect(() => simulatedGames(options)).toThrow(message);
  });
});
