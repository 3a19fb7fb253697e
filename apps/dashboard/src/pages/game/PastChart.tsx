import { useEffect, useRef } from 'react';
import 'uplot/dist/uPlot.min.css';
import type { GamePlot } from '../../chart/game-plot.ts';
import { pricePlot } from '../../chart/price-plot.ts';
import type { Crosshair } from '../../chart/use-crosshair.ts';
import type { Scene } from '../../chart/scene.ts';
import { useTheme } from '../../theme/theme.ts';
import { endPlot } from './end-plot.ts';
import type { GameRecord } from './record.ts';
import styles from './PastChart.module.css';

interface PastChartProps {
  record: GameRecord;
  scene: Scene;
  priceSummary: string;
  endSummary: string;
  crosshair: Crosshair;
}

/** Price and forecast ends of a game that is over, on the same ticks. */
export function PastChart({ record, scene, priceSummary, endSummary, crosshair }: PastChartProps) {
  const { at, handlers } = crosshair;
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const plots = useRef<{ price: GamePlot<Scene>; end: ReturnType<typeof endPlot> }>(null);
  const { shown } = useTheme();

  useEffect(() => {
    if (!above.current || !below.current) return;
    const made = { price: pricePlot(above.current, below.current), end: endPlot(below.current) };
    plots.current = made;
    return () => {
      made.price.destroy();
      made.end.destroy();
    };
  }, []);
  useEffect(() => {
    plots.current?.price.recolour();
    plots.current?.end.recolour();
  }, [shown]);
  useEffect(() => {
    plots.current?.price.show(scene);
    plots.current?.end.show({ record, tick: scene.head?.tick ?? 0 });
  }, [record, scene]);
  useEffect(() => {
    plots.current?.price.pointAt(at);
    plots.current?.end.pointAt(at);
  }, [at]);

  return (
    <>
      <div ref={above} className={styles.price} role="img" aria-label={priceSummary} {...handlers} />
      <h3 className={styles.title}>End tick that TED forecast at each moment</h3>
      <div ref={below} className={styles.ends} role="img" aria-label={endSummary} {...handlers} />
    </>
  );
}
