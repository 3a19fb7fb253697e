import { useEffect, useRef } from 'react';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../theme/theme.ts';
import { PricePlot } from './price-plot.ts';
import type { Scene } from './scene.ts';
import { summary } from './summary.ts';
import styles from './PriceChart.module.css';

/** The price of this game and the forecast of its end, as one picture with a sentence that says the same. */
export function PriceChart({ scene }: { scene: Scene }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<PricePlot>(null);
  const { shown } = useTheme();

  useEffect(() => {
    if (!host.current) return;
    const made = new PricePlot(host.current);
    plot.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => plot.current?.recolour(), [shown]);
  useEffect(() => plot.current?.show(scene), [scene]);

  return <div ref={host} className={styles.plot} role="img" aria-label={summary(scene)} />;
}
