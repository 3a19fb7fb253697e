import type { Page } from 'playwright-core';

export interface Busy {
  frames: number;
  /** Processor time of the page's main thread, ms in a second; and of it what scripts took. */
  busy: number;
  script: number;
}

/** What the page's main thread takes while `during` counts frames. Processor time: other programs only make frames rarer. */
export async function mainThread(page: Page, during: () => Promise<number>): Promise<Busy> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const read = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      const seconds = (name: string) => metrics.find((metric) => metric.name === name)!.value;
      return { busy: seconds('TaskDuration'), script: seconds('ScriptDuration') };
    };
    const begin = performance.now();
    const before = await read();
    const frames = await during();
    const after = await read();
    const took = performance.now() - begin;
    const share = (name: 'busy' | 'script') => (1e6 * (after[name] - before[name])) / took;
    return { frames, busy: share('busy'), script: share('script') };
  } finally {
    await session.detach();
  }
}
