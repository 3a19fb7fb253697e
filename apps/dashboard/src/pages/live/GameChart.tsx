import { useEffect, useRef, type RefObject } from 'react';
import 'uplot/dist/uPlot.min.css';
import type { Crosshair } from '../../chart/use-crosshair.ts';
import { useNow } from '../../live/clock.ts';
import { useTheme } from '../../theme/theme.ts';
import { LiveDrawing } from './live-drawing.ts';
import styles from './GameChart.module.css';

interface GameChartProps {
  summary: string;
  crosshair: Crosshair;
  /** Where the drawing can be asked for its axis. */
  drawing: RefObject<LiveDrawing | null>;
}

/**
 * The price of the running game above the chance that it still runs. Drawn straight from the live state: React would be in
 * the way of a hundred updates a second.
 */
export function GameChart({ summary, crosshair: { at, handlers }, drawing }: GameChartProps) {
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const { shown } = useTheme();
  const now = useNow();

  useEffect(() => {
    if (!above.current || !below.current) return;
    const made = new LiveDrawing(above.current, below.current);
    drawing.current = made;
    return () => made.destroy();
  }, [drawing]);
  useEffect(() => drawing.current?.recolour(), [drawing, shown]);
  // A silence grows although nothing comes.
  useEffect(() => drawing.current?.wanted(), [drawing, now]);
  useEffect(() => drawing.current?.pointAt(at), [drawing, at]);

  return (
    <div className={styles.chart} role="img" aria-label={summary} {...handlers}>
      <div ref={above} className={styles.price} />
      <div ref={below} className={styles.survival} />
    </div>
  );
}
