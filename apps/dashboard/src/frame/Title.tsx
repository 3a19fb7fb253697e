import { useEffect, useRef } from 'react';
import { useLive } from '../live/client.ts';
import { useNow } from '../live/clock.ts';
import { freshnessOf } from '../live/freshness.ts';
import { sideBet } from '../say/side-bet.ts';
import { titleOf } from '../say/title.ts';

/** A tab's title is read in passing, and each new one wakes the browser around the page. */
const AT_MOST_EVERY_MS = 950;

/** The state in the browser's tab: "10.63× · Wait · TED". */
export function Title() {
  const state = useLive();
  const now = useNow();
  const freshness = freshnessOf(state, now);
  const title = titleOf(state, freshness, sideBet(state, freshness).decision.label);
  const setAt = useRef(-Infinity);
  useEffect(() => {
    if (now - setAt.current < AT_MOST_EVERY_MS || document.title === title) return;
    document.title = title;
    setAt.current = now;
  }, [title, now]);
  return null;
}
