import { useSyncExternalStore } from 'react';
import { Store } from '../live/store.ts';

export type Theme = 'light' | 'dark' | 'system';

export interface ThemeState {
  chosen: Theme;
  shown: 'light' | 'dark';
}

const KEY = 'ted-theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const store = new Store(stateFor(stored()));

export const useTheme = (): ThemeState => useSyncExternalStore(store.subscribe, store.get);

/** Shows the theme that was chosen in this browser and follows the system's where that is the choice. */
export function startTheme(): void {
  show(store.get());
  prefersDark.addEventListener('change', () => show(stateFor(store.get().chosen)));
}

export function chooseTheme(chosen: Theme): void {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // A browser that keeps nothing still shows the theme until the page is closed.
  }
  show(stateFor(chosen));
}

function show(state: ThemeState): void {
  // Before anybody hears of it: the chart reads its colours from the page.
  document.documentElement.dataset['theme'] = state.shown;
  store.set(state);
}

function stateFor(chosen: Theme): ThemeState {
  return { chosen, shown: chosen === 'system' ? (prefersDark.matches ? 'dark' : 'light') : chosen };
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}
