import { useSyncExternalStore } from 'react';
import { Store } from './store.ts';

/** Texts change at most this often. */
export const TEXT_EVERY_MS = 250;

const clock = new Store(Date.now());

export function startClock(): void {
  setInterval(() => clock.set(Date.now()), TEXT_EVERY_MS);
}

/** ms since 1970, four times a second. */
export const useNow = (): number => useSyncExternalStore(clock.subscribe, clock.get);
