import type { Browser } from 'playwright-core';
import { open } from '../../tests/browser/src/browser.ts';
import { soak } from '../../tests/browser/src/memory.ts';
import { figure, type Figure } from '../figure.ts';

const MB = 1_000_000;
const SETTLE_MS = 20_000;

/** What the page's scripts hold after `ms` of looking on at 20 updates a second, against what they held at first. */
export async function* measureGrowth(browser: Browser, url: string, ms: number): AsyncGenerator<Figure> {
  const { page, close } = await open(browser, url, '/');
  const { heaps, growth, updatesPerSecond } = await soak(page, ms, SETTLE_MS);
  await close();
  yield figure('updates taken', updatesPerSecond, '/s');
  yield figure('heap at first', heaps[0]! / MB, 'MB');
  yield figure(`growth in ${ms / 60_000} min`, growth / MB, 'MB', { wanted: { most: 10 } });
}
