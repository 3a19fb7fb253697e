import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { ChartTable, type TableOfChart } from './ChartTable.tsx';
import { useWidth } from './use-width.ts';
import styles from './ChartFigure.module.css';

export interface Readings {
  /** Where each point stands, px, rising. */
  xs: readonly number[];
  /** What is to be said of each. */
  words: readonly string[];
}

interface ChartFigureProps {
  /** The chart in a sentence or two, for those who do not see it. */
  summary: string;
  height: number;
  /** The same values as text. */
  table: TableOfChart;
  /** The points under the crosshair, for a chart of this width. */
  readings?: (width: number) => Readings;
  /** Before anything is pointed at. */
  hint?: string;
  /** The inside of the SVG. */
  children: (width: number) => ReactNode;
}

/**
 * A chart as a picture with a sentence, a table of the same values, and a crosshair that the pointer, a tap, or ← and →
 * move. What the crosshair reads stands in a fixed line below, so that it never hides data.
 */
export function ChartFigure({ summary, height, table, readings, hint = '', children }: ChartFigureProps) {
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const [at, setAt] = useState<number | null>(null);
  const [isTable, setIsTable] = useState(false);
  const tableId = useId();
  const read = width > 0 && readings ? readings(width) : { xs: [], words: [] };
  const index = at === null ? null : Math.min(at, read.xs.length - 1);
  const x = index === null ? undefined : read.xs[index];

  const point = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) =>
    setAt(nearest(read.xs, clientX - currentTarget.getBoundingClientRect().left));
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') setAt(null);
    if (by === undefined || read.xs.length === 0) return;
    event.preventDefault();
    setAt(Math.min(read.xs.length - 1, Math.max(0, (index ?? (by > 0 ? -1 : read.xs.length)) + by)));
  };

  return (
    <figure className={styles.figure}>
      <div
        ref={host}
        className={styles.host}
        role="img"
        aria-label={summary}
        tabIndex={readings ? 0 : undefined}
        onPointerMove={readings && point}
        onPointerDown={readings && point}
        // What a finger has tapped stays when it goes.
        onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={readings && step}
      >
        <svg className={styles.svg} width={width} height={height} aria-hidden="true">
          {width > 0 && children(width)}
          {x !== undefined && <line className={styles.crosshair} x1={x} x2={x} y1={0} y2={height} />}
        </svg>
      </div>
      <figcaption className={styles.caption}>
        <span className={styles.reading} role={index === null ? undefined : 'status'}>
          {index === null ? hint : read.words[index]}
        </span>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isTable}
          aria-controls={tableId}
          onClick={() => setIsTable(!isTable)}
        >
          {isTable ? 'Hide the table' : 'Show as table'}
        </button>
      </figcaption>
      <div id={tableId}>{isTable && <ChartTable table={table} />}</div>
    </figure>
  );
}

function nearest(xs: readonly number[], x: number): number | null {
  if (xs.length === 0) return null;
  let best = 0;
  for (let i = 1; i < xs.length; i++) if (Math.abs(xs[i]! - x) < Math.abs(xs[best]! - x)) best = i;
  return best;
}
