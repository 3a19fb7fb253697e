import { findBrowser } from '../packages/cli/src/find-browser.ts';
import { launch } from '../tests/browser/src/browser.ts';
import { Ted } from '../tests/support/ted.ts';
import { measureGrowth } from './dashboard/growth.ts';
import { measureFastFeed } from './dashboard/fast-feed.ts';
import { measureManyPoints } from './dashboard/many-points.ts';
import { measurePlayback } from './dashboard/playback.ts';
import type { Benchmark } from './figure.ts';

/** Minutes of looking on. */
const MINUTES = { short: 0.5, long: 60 };

/** The page in a real Chromium. BENCH_MINUTES sets how long the looking on takes. */
export const dashboard: Benchmark = {
  name: 'dashboard',
  description:
    'the page: frames with 10,000 points and at 100 updates/s, the main thread’s time, growth at 20 updates/s (long: an hour)',
  async *run(say, length) {
    const minutes = Number(process.env.BENCH_MINUTES ?? MINUTES[length]);
    const program = await findBrowser(process.env, say);
    if (!program) return;
    const browser = await launch(program);
    const ted = await Ted.up({ args: ['--speed', '5'] });
    try {
      const url = ted.stack.gateway_url;
      say('a running game of 10,000 ticks');
      yield* measureManyPoints(browser, url);
      say('the playback of a game of 10,000 ticks');
      yield* measurePlayback(browser, url);
      say('100 updates a second');
      yield* measureFastFeed(browser);
      say(`looking on for ${minutes} minutes`);
      yield* measureGrowth(browser, url, minutes * 60_000);
    } finally {
      await ted.stop();
      await browser.close();
    }
  },
};
