import { useEffect, useRef, useState } from 'react';
import { useLive } from '../live/client.ts';
import { useNow } from '../live/clock.ts';
import { freshnessOf } from '../live/freshness.ts';
import { announcement } from '../say/announcement.ts';
import { sideBet } from '../say/side-bet.ts';

const AT_MOST_EVERY_MS = 5000;

/** Tells those who listen when the phase, the decision or the state of the data changes; never ticks. */
export function Announcer() {
  const state = useLive();
  const freshness = freshnessOf(state, useNow());
  const wanted = announcement(state, freshness, sideBet(state, freshness).decision.label);
  const [said, setSaid] = useState('');
  const saidAt = useRef(-Infinity);
  useEffect(() => {
    if (wanted === '') return;
    const wait = Math.max(0, saidAt.current + AT_MOST_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      saidAt.current = performance.now();
      setSaid(wanted);
    }, wait);
    return () => clearTimeout(timer);
  }, [wanted]);
  return (
    <div className="visually-hidden" role="status">
      {said}
    </div>
  );
}
