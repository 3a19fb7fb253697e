import type { Browser } from 'playwright-core';
import { open } from '../../tests/browser/src/browser.ts';
import { soak } from '../../tests/browser/src/memory.ts';
import { figure, type Figure } from '../figure.ts';

const MB = 1_000_000;
/** Until the page is weighed first: the garbage of its start is gone by then. A short look waits for a part of its time. */
const SETTLE = { mostMs: 20_000, share: 1 / 3 };

/** What the page's scripts hold after `ms` of looking on at 20 updates a second, against what they held at first. */
export async function* measureGrowth(browser: Browser, url: string, ms: number): AsyncGenerator<Figure> {
  const { page, close } = await open(browser, url, '/');
  const { heaps, growth, updatesPerSecond } = await soak(
    page,
    ms,
    Math.min(SETTLE.mostMs, SETTLE.share * ms),
  );
  await close();
  yield figure('updates taken', updatesPerSecond, '/s');
  yield figure('heap at first', heaps[0]! / MB, 'MB');
  yield figure(`growth in ${ms / 60_000} min`, growth / MB, 'MB', { wanted: { most: 10 } });
}
