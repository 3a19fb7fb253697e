import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { simulatedGames, startFeedServer, type FeedServer, type FeedSource } from '@ted/feed-simulator';
import { setEnvValue } from '@ted/platform';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

const FLIPS = 100;

/** What the feed has sent: of each game its ticks' prices, and its end once it has one. */
type Ledger = Map<string, { prices: Map<number, number>; end: number | undefined }>;

/** Plays a source and writes down what it sends. */
function recorded(source: FeedSource, ledger: Ledger): FeedSource {
  return {
    ...source,
    *frames() {
      for (const frame of source.frames() as Iterable<any>) {
        const { gameId, active, rugged, tickCount, price } = frame.data ?? {};
        if (frame.event === 'gameStateUpdate' && active) {
          const game = ledger.get(gameId) ?? { prices: new Map<number, number>(), end: undefined };
          ledger.set(gameId, game);
          if (!rugged) game.prices.set(tickCount, price);
          else game.end ??= tickCount;
        }
        yield frame;
      }
    },
  };
}

describe('the switch under load', () => {
  let feed: FeedServer;
  let ted: Ted;
  let db: Db;
  const ledger: Ledger = new Map();
  const seed = String(Math.floor(Math.random() * 1e9));
  beforeAll(async () => {
    feed = await startFeedServer({ source: recorded(simulatedGames({ speed: 60, seed }), ledger) });
    ted = await Ted.up({
      args: ['--feed', 'live', '--workers', '3'],
      env: {
        STREAM_RING_SIZE: '100000',
        PREDICTION_HISTORY_SIZE: '10000',
        PREDICTION_SAMPLE_EVERY_TICKS: '1',
        TICK_SAMPLE_EVERY_TICKS: '1',
      },
      processEnv: { RUGS_BACKEND_URL: feed.url },
    });
    db = await ted.db();
  });
  afterAll(async () => {
    await ted.stop();
    await feed.close();
  });

  const flip = (on: boolean) => setEnvValue(ted.envFile, 'PERSISTENCE_ENABLED', String(on));
  const parts = async () => {
    const { persistence, components } = await ted.api('/api/status');
    return {
      values: [persistence.outbox, ...persistence.workers].map((part: any) => part.persistence_enabled),
      /** When the oldest of the workers' words was said. */
      saidAt: Math.min(...persistence.workers.map(({ at }: any) => at as number)),
      disagreement: components.persistence_switch.status,
    };
  };
  /** Every document of every collection, as far as it can change. */
  async function stored(): Promise<string> {
    const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
    const state = await db.collection('persistence_state').findOne({});
    const newest = await db.collection('games').find().sort({ updated_at: -1 }).limit(1).next();
    const counts = await Promise.all(names.map((name) => db.collection(name).countDocuments({})));
    return JSON.stringify([names, counts, state, newest]);
  }

  it(`flipped ${FLIPS} times it loses and doubles nothing, and while it is off nothing is written (seed ${seed})`, async () => {
    await eventually(
      'the first records',
      () => db.collection('predictions').countDocuments({}),
      (n) => n > 0,
    );
    const [pauses] = fc.sample(
      fc.array(fc.integer({ min: 20, max: 700 }), { minLength: FLIPS, maxLength: FLIPS }),
      {
        seed: Number(seed),
        numRuns: 1,
      },
    );
    const sent = () => [...ledger.values()].reduce((sum, { prices }) => sum + prices.size, 0);
    let held = 0;
    for (let i = 0; i < FLIPS; i++) {
      const on = i % 2 === 1;
      await flip(on);
      const flippedAt = Date.now();
      // The time is the test's input: how long the switch stays as it is.
      await sleep(pauses![i]);
      if (on || i % 20 !== 0) continue;
      await eventually(
        'all apply off',
        parts,
        // An older word may be of the off before: since then it was on.
        ({ values, saidAt }) => values.length === 4 && !values.includes(true) && saidAt > flippedAt,
        5000,
      );
      const before = await stored();
      const ticks = sent();
      await eventually('a hundred ticks more', sent, (now) => now > ticks + 100);
      expect(await stored()).toBe(before);
      held++;
    }
    expect(held).toBe(5);
    await eventually('all apply on, nobody disagrees', parts, ({ values, disagreement }) => {
      return values.length === 4 && !values.includes(false) && disagreement === 'ok';
    });

    // Games from the first one that TED saw from its start on, up to those that have ended by now.
    const firstSeen = await db
      .collection('games')
      .find({ start_tick: 0 })
      .sort({ created_at: 1 })
      .limit(1)
      .next();
    const order = [...ledger.keys()];
    const played = order
      .slice(order.indexOf(firstSeen!.game_id as string))
      .filter((id) => ledger.get(id)!.end !== undefined);
    expect(played.length).toBeGreaterThan(20);
    await eventually(
      'the last of them is stored',
      () => db.collection('games').countDocuments({ game_id: { $in: played }, status: 'ended' }),
      (n) => n === played.length,
    );
    await feed.close();
    await ted.untilStored();
    const health: any = await (await fetch(new URL('/health', ted.stack.ingest_url))).json();
    expect(health.outbox.skipped_while_off).toBe(0);

    for (const game_id of played) {
      const { prices, end } = ledger.get(game_id)!;
      const games = await db.collection('games').find({ game_id }).toArray();
      expect(games).toEqual([expect.objectContaining({ end_tick: end, start_tick: 0 })]);
      const ticks = [...prices.keys()];
      const predictions = await db
        .collection('predictions')
        .find({ game_id })
        .sort({ predicted_at_tick: 1 })
        .toArray();
      expect({ game_id, ticks: predictions.map((p) => p.predicted_at_tick as number) }).toEqual({
        game_id,
        ticks,
      });
      expect(predictions.every((p) => p.resolved && p.actual_end_tick === end)).toBe(true);
      const samples = await db.collection('tick_samples').find({ game_id }).sort({ tick: 1 }).toArray();
      expect({ game_id, samples: samples.map((s) => [s.tick, s.price]) }).toEqual({
        game_id,
        samples: [...prices],
      });
    }
  }, 180_000);
});
