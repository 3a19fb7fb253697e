import { openFeedSockets } from '../feed-sockets.ts';
import { steadyNow, type Sighting } from '../sightings.ts';
import { script } from '../script.ts';

export interface ManyFeedsOptions {
  feeds: number;
  /** Between two ticks of a feed. */
  tickMs: number;
  /** The times of one feed in so many are kept. */
  sampleEvery: number;
}

const SCRIPTS = 8;
/** Ticks of a script: five minutes. */
const SCRIPT_TICKS = 1200;
const STEP_MS = 5;

/** Many feeds from one process, each of which plays one of a few scripts. */
export async function manyFeeds({ feeds: count, tickMs, sampleEvery }: ManyFeedsOptions): Promise<void> {
  const scripts = Array.from({ length: Math.min(SCRIPTS, count) }, (_, n) =>
    script(`feed ${n}`, SCRIPT_TICKS),
  );
  const feeds = await openFeedSockets();
  // Feeds of the same script are not all at the same place in it.
  const next = Array.from({ length: count }, (_, index) => (index * 37) % (SCRIPT_TICKS / 2));

  let sent = 0;
  let sightings: Sighting[] = [];
  const play = (index: number): void => {
    const { json, game, tick } = scripts[index % scripts.length]![next[index]! % SCRIPT_TICKS]!;
    const at = steadyNow();
    if (!feeds.send(index, json)) return;
    if (index % sampleEvery === 0) sightings.push([`${index} ${game} ${tick}`, at]);
    next[index]!++;
    sent++;
  };
  // Each feed has its moment between two ticks; what the process was late for follows at once.
  const start = (rampMs: number): void => {
    const begin = performance.now();
    let played = 0;
    setInterval(() => {
      const due = Math.floor((fullRateMs(performance.now() - begin, rampMs) / tickMs) * count);
      for (; played < due; played++) play(played % count);
    }, STEP_MS);
  };

  process.on('message', (word: { rampMs: number } | { begin: boolean }) => {
    if ('rampMs' in word) return start(word.rampMs);
    if (!word.begin) process.send!({ sent, sightings });
    [sent, sightings] = [0, []];
  });
  process.send!({ url: feeds.url });
}

/** Ms at the full rate in which as much is sent as in the first `ms` of one that grows evenly for `rampMs`. */
function fullRateMs(ms: number, rampMs: number): number {
  return ms < rampMs ? (ms * ms) / (2 * rampMs) : ms - rampMs / 2;
}
