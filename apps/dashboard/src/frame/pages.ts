import { lazy, type ComponentType } from 'react';
import { LivePage } from '../pages/live/LivePage.tsx';

interface PageOfTed {
  path: string;
  /** In the navigation; null for a page that is reached from another. */
  name: string | null;
  Page: ComponentType;
}

/** Live is there at once; every other page is loaded when it is opened. */
export const pages: readonly PageOfTed[] = [
  { path: '/', name: 'Live', Page: LivePage },
  {
    path: '/history',
    name: 'History',
    Page: lazy(async () => ({ default: (await import('../pages/history/HistoryPage.tsx')).HistoryPage })),
  },
  {
    path: '/history/:gameId',
    name: null,
    Page: lazy(async () => ({ default: (await import('../pages/game/GamePage.tsx')).GamePage })),
  },
  {
    path: '/performance',
    name: 'Performance',
    Page: lazy(async () => ({
      default: (await import('../pages/performance/PerformancePage.tsx')).PerformancePage,
    })),
  },
  {
    path: '/fairness',
    name: 'Fairness',
    Page: lazy(async () => ({ default: (await import('../pages/fairness/FairnessPage.tsx')).FairnessPage })),
  },
  {
    path: '/system',
    name: 'System',
    Page: lazy(async () => ({ default: (await import('../pages/system/SystemPage.tsx')).SystemPage })),
  },
  {
    path: '/bankroll',
    name: 'Bankroll',
    Page: lazy(async () => ({ default: (await import('../pages/bankroll/BankrollPage.tsx')).BankrollPage })),
  },
];

/** Whether the page at `path` stands for the address: a game's page belongs to History. */
export const isAt = (path: string, address: string): boolean =>
  path === '/' ? address === '/' : address === path || address.startsWith(`${path}/`);
