import { useSyncExternalStore } from 'react';
import { Store } from './store.ts';

/** Texts change at most this often. */
export const TEXT_EVERY_MS = 250;

const clock = new Store(Date.now());

/** Four beats a second. */
export function startClock(): void {
  setInterval(beat, TEXT_EVERY_MS);
}

/** A beat out of turn, for what should not wait. */
export const beat = (): void => clock.set(Date.now());

/** What listens changes in the same moment as the time does, so that React renders both at once. */
export const onBeat = clock.subscribe;

/** ms since 1970, four times a second. */
export const useNow = (): number => useSyncExternalStore(clock.subscribe, clock.get);
