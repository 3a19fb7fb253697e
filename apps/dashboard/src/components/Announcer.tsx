import { useEffect, useRef, useState } from 'react';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import { announcement } from '../say/announcement.ts';

const AT_MOST_EVERY_MS = 5000;

interface AnnouncerProps {
  state: LiveState;
  freshness: Freshness;
  decision: string;
}

/** Tells those who listen when the phase, the decision or the state of the data changes; never ticks. */
export function Announcer({ state, freshness, decision }: AnnouncerProps) {
  const wanted = announcement(state, freshness, decision);
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
