import { useSyncExternalStore } from 'react';
import { TEXT_EVERY_MS } from './clock.ts';
import { parseMessage } from './messages.ts';
import { backfill, needsBackfill } from './price-path.ts';
import { LiveSocket } from './socket.ts';
import { firstState, withLoss, withMessage, withStatus } from './state.ts';
import { fetchStatus } from './status.ts';
import { Store } from './store.ts';
import { fetchPrices } from './tick-history.ts';

const STATUS_EVERY_MS = 2000;

const store = new Store(firstState(Date.now()), TEXT_EVERY_MS);

const socket = new LiveSocket(new URL('/api/ws', location.href.replace(/^http/, 'ws')).href, {
  // A try does not end the time that TED was lost: the page goes on to say since when.
  connecting: () => undefined,
  open: () => store.update((state) => ({ ...state, connection: { is: 'open' } })),
  lost: (nextTryAt, tries) => store.update((state) => withLoss(state, nextTryAt, tries, Date.now())),
  message: receive,
});

/** What the page knows, as React reads it. */
export const useLive = () => useSyncExternalStore(store.subscribe, store.get);

/** Tries to reach TED at once instead of at the next try. */
export const tryNow = (): void => socket.tryNow();

/** Begins to listen to TED. Once, for as long as the page is open. */
export function startLive(): void {
  socket.start();
  void pollStatus();
}

function receive(text: string): void {
  const message = parseMessage(text);
  if (message === 'other') return;
  if (message === 'foreign') {
    store.update((state) => ({ ...state, foreign: true }));
    return;
  }
  store.update((state) => withMessage(state, message, Date.now()));
  void fillGaps();
}

let isFilling = false;

/** The page joined in the middle of a game, or ticks were skipped: TED has them in memory. */
async function fillGaps(): Promise<void> {
  const { path } = store.get();
  if (isFilling || !needsBackfill(path)) return;
  isFilling = true;
  try {
    const points = await fetchPrices(path.gameId);
    store.update((state) => ({ ...state, path: backfill(state.path, path.gameId, points) }));
  } catch {
    // The chart shows the gap; the next tick asks again.
  } finally {
    isFilling = false;
  }
}

async function pollStatus(): Promise<void> {
  const status = await fetchStatus().catch(() => null);
  store.update((state) => withStatus(state, status));
  setTimeout(() => void pollStatus(), STATUS_EVERY_MS);
}
