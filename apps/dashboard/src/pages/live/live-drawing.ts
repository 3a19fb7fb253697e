import { PricePlot } from '../../chart/price-plot.ts';
import { EMPTY_SCENE, sceneOf, type Scene } from '../../chart/scene.ts';
import { SurvivalPlot } from '../../chart/survival-plot.ts';
import { everyChange } from '../../live/client.ts';
import { TEXT_EVERY_MS } from '../../live/clock.ts';
import { freshnessOf } from '../../live/freshness.ts';

/** Draws the live state on both plots at each frame in which something is new; its words change four times a second. */
export class LiveDrawing {
  readonly #plots: readonly (PricePlot | SurvivalPlot)[];
  readonly #leave: () => void;
  #frame: number | undefined;
  #shown: Scene = EMPTY_SCENE;
  #told: Scene = EMPTY_SCENE;
  #toldAt = -Infinity;

  constructor(above: HTMLElement, below: HTMLElement) {
    this.#plots = [new PricePlot(above, below.clientHeight === 0), new SurvivalPlot(below)];
    this.#leave = everyChange.subscribe(() => this.wanted());
    this.wanted();
  }

  /** The end of the x axis, ticks. */
  get xMax(): number {
    return this.#shown.xMax;
  }

  /** Draws at the next frame, once however often it is asked. */
  wanted(): void {
    this.#frame ??= requestAnimationFrame((now) => {
      this.#frame = undefined;
      this.#draw(now);
    });
  }

  pointAt(tick: number | null): void {
    for (const plot of this.#plots) plot.pointAt(tick);
  }

  recolour(): void {
    for (const plot of this.#plots) plot.recolour();
  }

  destroy(): void {
    this.#leave();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    for (const plot of this.#plots) plot.destroy();
  }

  #draw(now: number): void {
    const state = everyChange.get();
    const scene = sceneOf(state, freshnessOf(state, Date.now()));
    const isSameGame = scene.gameId === this.#shown.gameId;
    // The x axis of a game never gets shorter, also not when the forecast goes at the end.
    const before = isSameGame ? this.#shown.xMax : 0;
    this.#shown = { ...scene, xMax: Math.max(scene.xMax, before) };
    if (!isSameGame || scene.is !== this.#told.is || now - this.#toldAt >= TEXT_EVERY_MS) {
      this.#told = this.#shown;
      this.#toldAt = now;
    }
    for (const plot of this.#plots) plot.show(this.#shown, this.#told);
  }
}
