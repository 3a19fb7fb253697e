import { simulate } from '@ted/backtest';
import { encodeLive } from '@ted/messaging';
import { alternate, medians } from './alternate.ts';
import { figure, type Benchmark } from './figure.ts';
import { growth, type CostPoint } from './growth.ts';
import { heldMemory } from './held-memory.ts';
import { laterGames, rawFrames } from './ingest/raw-frames.ts';
import { WholeIngest } from './ingest/whole-ingest.ts';
import { mainThreadSeconds } from './process-usage.ts';

/** How often the frames are taken in one measurement, each time of later games. */
const REPEATS = 24;
/** Ingest runs for months: what is measured is compiled code. */
const WARM_UP_REPEATS = 120;
const GAMES = { short: 1000, long: 10_000 };

/** A frame from its text to the encoded update, beside JSON.parse of the same texts. */
export const ingest: Benchmark = {
  name: 'ingest',
  description:
    'a recorded frame: parsed, validated, tracked, forecast, update encoded, beside JSON.parse alone',
  async *run(say, length) {
    const frames = await rawFrames(say);
    say(
      `${frames.length} frames, ${Math.round(frames.join('').length / frames.length)} characters on average`,
    );
    let encode = true;
    let bytes = 0;
    const ingest = await WholeIngest.start((message) => {
      if (encode) bytes += encodeLive(message()).length;
    });
    try {
      const framesOf = laterGames(frames);
      let round = 0;
      const texts = () => Array.from({ length: REPEATS }, () => framesOf(round++)).flat();
      for (let i = 0; i < WARM_UP_REPEATS; i++)
        for (const text of framesOf(round++)) ingest.take(JSON.parse(text));
      const measure = async () => {
        const turns = await alternate({
          reference: () => spent(texts(), (text) => JSON.parse(text) as unknown),
          ours: () => spent(texts(), (text) => ingest.take(JSON.parse(text))),
        });
        return { live: medians(turns, ({ live }) => live), all: medians(turns, ({ all }) => all) };
      };
      // Frame by frame, as they come: thousands of parsed ones at hand would be other people's garbage.
      const encoded = await measure();
      if (bytes === 0) throw new Error('nothing was encoded');
      encode = false;
      const unencoded = await measure();
      const perSecond = (seconds: number) => 1 / seconds;
      yield figure('frames, text to encoded update', perSecond(encoded.all.ours), 'frames/s', {
        wanted: { leastRatio: 0.6 },
        reference: perSecond(encoded.all.reference),
      });
      yield figure('the same on the ticks’ own thread', perSecond(encoded.live.ours), 'frames/s', {
        reference: perSecond(encoded.live.reference),
      });
      const between = ({ ours, reference }: { ours: number; reference: number }) =>
        perSecond(ours - reference);
      yield figure('after the parse, before the encoding', between(unencoded.all), 'ticks/s', {
        wanted: { least: 100_000 },
      });
      yield figure('that on the ticks’ own thread', between(unencoded.live), 'ticks/s');
    } finally {
      await ingest.stop();
    }
    say(`${GAMES[length]} games`);
    const { curve, first, last } = await followGames(GAMES[length]);
    yield* growth('ingest, CPU time', { per: 'ticks', unit: 'ms', points: curve, most: 1.1 });
    yield figure(`memory after ${GAMES[length]} games (beside after 100)`, last / 1e6, 'MB', {
      wanted: { mostRatio: 1.1 },
      reference: first / 1e6,
    });
  },
};

/** Seconds on a core for one frame. */
interface Spent {
  /** Of all threads: the outbox's writes checkpoints meanwhile, and V8's collect garbage. */
  all: number;
  /** Of the thread alone that takes the ticks. */
  live: number;
}

/** By the time on a core: what others do on the machine does not count. */
function spent<T>(items: readonly T[], take: (item: T) => unknown): Spent {
  const [thread, began] = [mainThreadSeconds(), process.cpuUsage()];
  for (const item of items) take(item);
  const { user, system } = process.cpuUsage(began);
  return {
    live: (mainThreadSeconds() - thread) / items.length,
    all: (user + system) / 1e6 / items.length,
  };
}

/** The CPU time over ticks, and what is held in memory after a hundred games and after all, in bytes. */
async function followGames(games: number): Promise<{ curve: CostPoint[]; first: number; last: number }> {
  const curve: CostPoint[] = [];
  let first = 0;
  let ticks = 0;
  let count = 0;
  let next = 100;
  const ingest = await WholeIngest.start((message) => encodeLive(message()));
  try {
    const began = process.cpuUsage();
    for (const { prices, endTick, finalPrice } of simulate({ games, seed: 'ingest' })) {
      const gameId = `20260101-${String(count).padStart(16, '0')}`;
      const take = (tickCount: number, price: number, rugged: boolean) => {
        ingest.take({ gameId, active: true, rugged, tickCount, price });
        if (++ticks !== next) return;
        const { user, system } = process.cpuUsage(began);
        curve.push({ work: ticks, cost: (user + system) / 1000 });
        next *= 10;
      };
      prices.forEach((price, tick) => take(tick, price, false));
      take(endTick ?? prices.length, finalPrice, true);
      if (++count === 100) first = heldMemory();
    }
    return { curve, first, last: heldMemory() };
  } finally {
    await ingest.stop();
  }
}
