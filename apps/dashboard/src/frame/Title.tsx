import { useEffect } from 'react';
import { useLive } from '../live/client.ts';
import { useNow } from '../live/clock.ts';
import { freshnessOf } from '../live/freshness.ts';
import { sideBet } from '../say/side-bet.ts';
import { titleOf } from '../say/title.ts';

/** The state in the browser's tab: "10.63× · Wait · TED". */
export function Title() {
  const state = useLive();
  const freshness = freshnessOf(state, useNow());
  const title = titleOf(state, freshness, sideBet(state, freshness).decision.label);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
