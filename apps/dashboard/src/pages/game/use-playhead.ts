import { useCallback, useEffect, useRef, useState } from 'react';
import { TICK_MS } from '../../game.ts';

export const SPEEDS = [1, 4, 16] as const;

export interface Playhead {
  tick: number;
  isPlaying: boolean;
  speed: number;
  moveTo: (tick: number) => void;
  moveBy: (ticks: number) => void;
  setSpeed: (speed: number) => void;
  /** Plays from here, or from the beginning when it stands at the end. */
  toggle: () => void;
}

/** Where the reader is in a game of `endTick` ticks. The address may say where to begin. */
export function usePlayhead(endTick: number): Playhead {
  const last = endTick - 1;
  const within = useCallback((tick: number) => Math.max(0, Math.min(last, Math.round(tick))), [last]);
  const [tick, setTick] = useState(() => {
    const asked = Number(new URLSearchParams(location.search).get('tick') ?? NaN);
    return within(Number.isFinite(asked) ? asked : last / 2);
  });
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(4);
  const here = useRef(tick);
  here.current = tick;

  useEffect(() => {
    if (!isPlaying) return;
    let from = here.current;
    let startedAt = performance.now();
    let frame = 0;
    const step = (now: number) => {
      // Whoever drags the playhead while it plays goes on from there.
      const expected = within(from + Math.floor(((now - startedAt) * speed) / TICK_MS));
      if (here.current < expected - speed * 4 || here.current > expected) {
        from = here.current;
        startedAt = now;
      }
      const next = within(from + Math.floor(((now - startedAt) * speed) / TICK_MS));
      setTick(next);
      if (next >= last) setIsPlaying(false);
      else frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, last, within]);

  const moveTo = useCallback((to: number) => setTick(within(to)), [within]);

  return {
    tick,
    isPlaying,
    speed,
    setSpeed,
    moveTo,
    moveBy: (by) => setTick((before) => within(before + by)),
    toggle: () => {
      if (!isPlaying && tick >= last) setTick(0);
      setIsPlaying(!isPlaying);
    },
  };
}
