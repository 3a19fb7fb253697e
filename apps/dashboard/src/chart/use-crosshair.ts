import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { movedBy, tickAt } from './crosshair.ts';

/** Of the plot when it is asked: it may have grown since it was last rendered. */
export interface CrosshairLimits {
  xMax: number;
  /** Where the first key puts it. */
  start: number;
}

export interface Crosshair {
  /** The tick that is pointed at; null: none. */
  at: number | null;
  /** For the element that the plots fill from left to right. */
  handlers: {
    tabIndex: 0;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerLeave: (event: PointerEvent<HTMLElement>) => void;
    onBlur: () => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
}

/** A crosshair that the pointer, a tap, or keys on the focused chart move. */
export function useCrosshair(limits: () => CrosshairLimits): Crosshair {
  const [at, setAt] = useState<number | null>(null);
  const point = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setAt(tickAt(clientX - left, width, limits().xMax));
  };
  return {
    at,
    handlers: {
      tabIndex: 0,
      onPointerMove: point,
      onPointerDown: point,
      // What a finger has tapped stays when it goes.
      onPointerLeave: ({ pointerType }) => pointerType === 'mouse' && setAt(null),
      onBlur: () => setAt(null),
      onKeyDown: (event) => {
        const { xMax, start } = limits();
        const next = movedBy(event.key, at, start, xMax);
        if (next === undefined) return;
        event.preventDefault();
        setAt(next);
      },
    },
  };
}
