import { findBrowser } from '../packages/cli/src/find-browser.ts';
import { launch } from '../tests/browser/src/browser.ts';
import { Ted } from '../tests/support/ted.ts';
import { measureGrowth } from './dashboard/growth.ts';
import { measureFastFeed } from './dashboard/fast-feed.ts';
import { measureManyPoints } from './dashboard/many-points.ts';
import type { Benchmark } from './figure.ts';

const MINUTES = 60;

/** The page in a real Chromium. BENCH_MINUTES shortens the hour of looking on. */
export const dashboard: Benchmark = {
  name: 'dashboard',
  description:
    'the page: growth in an hour at 20 updates/s, frames with 10,000 points, keeping up at 100 updates/s',
  async *run(say) {
    const minutes = Number(process.env.BENCH_MINUTES ?? MINUTES);
    const program = await findBrowser(process.env, say);
    if (!program) return;
    const browser = await launch(program);
    const ted = await Ted.up({ args: ['--speed', '5'] });
    try {
      yield* measureManyPoints(browser, ted.stack.gateway_url);
      yield* measureFastFeed(browser);
      say(`looking on for ${minutes} minutes`);
      yield* measureGrowth(browser, ted.stack.gateway_url, minutes * 60_000);
    } finally {
      await ted.stop();
      await browser.close();
    }
  },
};
