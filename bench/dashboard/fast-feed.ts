import type { Browser } from 'playwright-core';
import { open } from '../../tests/browser/src/browser.ts';
import { framesPerSecond } from '../../tests/browser/src/frames.ts';
import { mainThread } from '../../tests/browser/src/main-thread.ts';
import { Ted } from '../../tests/support/ted.ts';
import { figure, type Figure } from '../figure.ts';

const MEASURED_MS = 10_000;

/** Whether the page keeps up with 100 updates a second of real games: it draws on, and what it shows is not old. */
export async function* measureFastFeed(browser: Browser): AsyncGenerator<Figure> {
  const ted = await Ted.up({ args: ['--speed', '25'] });
  try {
    const { page, close } = await open(browser, ted.stack.gateway_url, '/');
    await page.getByText(/^Live, /).waitFor();
    const { frames, busy, script } = await mainThread(page, () => framesPerSecond(page, MEASURED_MS));
    const word = await page
      .getByText(/^Live, [\d.]+ s ago|^Stale|^No live data/)
      .first()
      .innerText();
    await close();
    yield figure('frames at 100 updates/s', frames, '/s', { wanted: { least: 55 } });
    yield figure('main thread at 100 updates/s', busy, 'ms/s');
    yield figure('of it scripts', script, 'ms/s');
    const age = Number(/^Live, ([\d.]+) s/.exec(word)?.[1] ?? Infinity);
    yield figure('age of what is shown then', age, 's', { wanted: { most: 1 } });
  } finally {
    await ted.stop();
  }
}
