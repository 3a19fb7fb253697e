import { useEffect, useRef } from 'react';
import 'uplot/dist/uPlot.min.css';
import { PricePlot } from '../../chart/price-plot.ts';
import { EMPTY_SCENE, sceneOf, type Scene } from '../../chart/scene.ts';
import { SurvivalPlot } from '../../chart/survival-plot.ts';
import { everyChange } from '../../live/client.ts';
import { useNow } from '../../live/clock.ts';
import { freshnessOf } from '../../live/freshness.ts';
import { useTheme } from '../../theme/theme.ts';
import styles from './GameChart.module.css';

/**
 * The price of the running game above the chance that it still runs. Drawn at each frame in which something is new,
 * straight from the live state: React would be in the way of a hundred updates a second.
 */
export function GameChart({ summary }: { summary: string }) {
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const drawing = useRef<LiveDrawing>(null);
  const { shown } = useTheme();
  const now = useNow();

  useEffect(() => {
    if (!above.current || !below.current) return;
    const made = new LiveDrawing(above.current, below.current);
    drawing.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => drawing.current?.recolour(), [shown]);
  // A silence grows although nothing comes.
  useEffect(() => drawing.current?.wanted(), [now]);

  return (
    <div className={styles.chart} role="img" aria-label={summary}>
      <div ref={above} className={styles.price} />
      <div ref={below} className={styles.survival} />
    </div>
  );
}

class LiveDrawing {
  readonly #plots: readonly (PricePlot | SurvivalPlot)[];
  readonly #leave: () => void;
  #frame: number | undefined;
  #shown: Scene = EMPTY_SCENE;

  constructor(above: HTMLElement, below: HTMLElement) {
    this.#plots = [new PricePlot(above, below.clientHeight === 0), new SurvivalPlot(below)];
    this.#leave = everyChange.subscribe(() => this.wanted());
    this.wanted();
  }

  /** Draws at the next frame, once however often it is asked. */
  wanted(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  recolour(): void {
    for (const plot of this.#plots) plot.recolour();
  }

  destroy(): void {
    this.#leave();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    for (const plot of this.#plots) plot.destroy();
  }

  #draw(): void {
    const state = everyChange.get();
    const scene = sceneOf(state, freshnessOf(state, Date.now()));
    // The x axis of a game never gets shorter, also not when the forecast goes at the end.
    const before = scene.gameId === this.#shown.gameId ? this.#shown.xMax : 0;
    this.#shown = { ...scene, xMax: Math.max(scene.xMax, before) };
    for (const plot of this.#plots) plot.show(this.#shown);
  }
}
