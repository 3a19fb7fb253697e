import type { Page } from 'playwright-core';

/** A page of TED, and what is there once it shows what it is for. */
export interface PageOfTed {
  name: string;
  path: (gameId: string) => string;
  isThere: (page: Page) => Promise<void>;
}

const heading = (words: RegExp) => (page: Page) =>
  page.getByRole('heading', { level: 1, name: words }).waitFor();

export const PAGES: readonly PageOfTed[] = [
  {
    name: 'live',
    path: () => '/',
    isThere: async (page) => {
      // The same words are said to screen readers.
      await page
        .getByText(/^(Running: |Between games: |Presale: |Ended at tick )/)
        .first()
        .waitFor();
      await page
        .getByText(/verified, 0 mismatches|Not known yet/)
        .last()
        .waitFor();
    },
  },
  {
    name: 'history',
    path: () => '/history',
    isThere: async (page) => {
      await page.getByRole('region', { name: 'Games' }).or(page.locator('main li a')).first().waitFor();
    },
  },
  {
    name: 'game',
    path: (gameId) => `/history/${gameId}`,
    isThere: heading(/^Ended at tick \d+/),
  },
  { name: 'performance', path: () => '/performance', isThere: heading(/games to judge|^Ranges hold/) },
  { name: 'fairness', path: () => '/fairness', isThere: heading(/^Fair so far|^Not /) },
  {
    name: 'system',
    path: () => '/system',
    isThere: async (page) => {
      await heading(/^Everything works|^Forecasts are live/)(page);
      // What it knows of itself comes last.
      await page.getByText(/^[1-9]\d* pages? (or program|and programs) connected$/).waitFor();
      await page.getByText(/^[\d.]+ updates\/s$/).waitFor();
    },
  },
  {
    name: 'bankroll',
    path: () => '/bankroll',
    isThere: async (page) => {
      await page.getByText('10,000 runs done.').waitFor();
    },
  },
];
