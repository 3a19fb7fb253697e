import { useSyncExternalStore } from 'react';
import { ofChosenFeed } from '../api/chosen-feed.ts';
import { fetchSystem } from '../api/system.ts';
import { beat, onBeat } from './clock.ts';
import { parseMessage } from './messages.ts';
import { LiveSocket } from './socket.ts';
import { firstState, withLoss, withMessage, withSystem, type LiveState } from './state.ts';
import { Store } from './store.ts';
import { fetchPrices } from './tick-history.ts';

const SYSTEM_EVERY_MS = 2000;

/** The newest state, for what is drawn at each frame. */
const newest = new Store(firstState(Date.now()));
/** The same for words, which change with the clock: four times a second, together with the ages that they tell. */
const calm = new Store(newest.get());
onBeat(() => calm.set(newest.get()));

const socket = new LiveSocket(new URL(ofChosenFeed('/api/ws'), location.href.replace(/^http/, 'ws')).href, {
  // A try does not end the time that TED was lost: the page goes on to say since when.
  connecting: () => undefined,
  open: () => {
    newest.update((state) => ({ ...state, connection: { is: 'open' } }));
    beat();
  },
  lost: (nextTryAt, tries) => {
    newest.update((state) => withLoss(state, nextTryAt, tries, Date.now()));
    beat();
  },
  message: receive,
});

/** What the page knows, as React reads it: at most four times a second. */
export const useLive = () => useSyncExternalStore(calm.subscribe, calm.get);

/** The same where words are written without React. */
export const calmState = calm.get;

/** A part of what the page knows; the reader is called again only when that part changes. */
export const useLivePart = <T>(select: (state: LiveState) => T): T =>
  useSyncExternalStore(calm.subscribe, () => select(calm.get()));

/** Every change as it comes, up to a hundred a second, for what does not go through React. */
export const everyChange: Pick<Store<LiveState>, 'get' | 'subscribe'> = newest;

/** Tries to reach TED at once instead of at the next try. */
export function tryNow(): void {
  socket.tryNow();
  void askSystem();
}

/** Begins to listen to TED. Once, for as long as the page is open. */
export function startLive(): void {
  socket.start();
  void pollSystem();
}

function receive(text: string): void {
  const message = parseMessage(text);
  if (message === 'other') return;
  if (message === 'foreign') {
    newest.update((state) => ({ ...state, foreign: true }));
    return;
  }
  newest.update((state) => withMessage(state, message, Date.now()));
  if (message.type === 'initial_state') beat();
  void fillGaps();
}

let isFilling = false;

/** The page joined in the middle of a game, or ticks were skipped: TED has them in memory. */
async function fillGaps(): Promise<void> {
  const { path } = newest.get();
  if (isFilling || !path.needsBackfill) return;
  isFilling = true;
  try {
    path.backfill(await fetchPrices(path.gameId));
    newest.update((state) => ({ ...state }));
  } catch {
    // The chart shows the gap; the next tick asks again.
  } finally {
    isFilling = false;
  }
}

async function pollSystem(): Promise<void> {
  await askSystem();
  setTimeout(() => void pollSystem(), SYSTEM_EVERY_MS);
}

async function askSystem(): Promise<void> {
  const system = await fetchSystem().catch(() => null);
  newest.update((state) => withSystem(state, system));
}
