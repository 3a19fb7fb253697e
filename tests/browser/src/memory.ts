import type { Page } from 'playwright-core';

/** Bytes that the page's scripts hold, after everything that could be thrown away was. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.collectGarbage');
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value;
  } finally {
    await session.detach();
  }
}

export interface Soak {
  /** Bytes, at even steps of time; the first once the page had settled. */
  heaps: number[];
  /** Of the last against the first, bytes. */
  growth: number;
  /** Updates that the page took, each second. */
  updatesPerSecond: number;
}

const SAMPLE_MS = 10_000;

/** Looks on for `ms` while games run, and weighs the page from time to time. */
export async function soak(page: Page, ms: number, settleMs = SAMPLE_MS): Promise<Soak> {
  const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
  let updates = 0;
  page.on('websocket', (socket) => socket.on('framereceived', () => updates++));
  // Anew, so that the connection that is counted is its own.
  await page.reload();
  await wait(settleMs);
  const begin = Date.now();
  const counted = updates;
  const heaps = [await heapOf(page)];
  while (Date.now() - begin < ms) {
    await wait(Math.min(SAMPLE_MS, ms));
    heaps.push(await heapOf(page));
  }
  const seconds = (Date.now() - begin) / 1000;
  return { heaps, growth: heaps.at(-1)! - heaps[0]!, updatesPerSecond: (updates - counted) / seconds };
}
