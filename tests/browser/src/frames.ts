import type { Page } from 'playwright-core';

// As text, because what a bundler makes of a function is not what the page can run.
const COUNT_FRAMES = (ms: number) => `new Promise((resolve) => {
  let frames = 0;
  const begin = performance.now();
  const step = (now) => {
    frames++;
    if (now - begin < ${ms}) requestAnimationFrame(step);
    else resolve((frames * 1000) / (now - begin));
  };
  requestAnimationFrame(step);
})`;

/** Frames that the page draws in a second, over `ms`. */
export function framesPerSecond(page: Page, ms: number): Promise<number> {
  return page.evaluate<number>(COUNT_FRAMES(ms));
}
