import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 479px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether the page is as narrow as a telephone. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
