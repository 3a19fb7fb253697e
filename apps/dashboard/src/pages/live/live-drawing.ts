import type { GamePlot } from '../../chart/game-plot.ts';
import { pricePlot } from '../../chart/price-plot.ts';
import { EMPTY_SCENE, sceneOf, type Scene } from '../../chart/scene.ts';
import { survivalPlot } from '../../chart/survival-plot.ts';
import { calmState, everyChange } from '../../live/client.ts';
import { freshnessOf } from '../../live/freshness.ts';
import type { LiveState } from '../../live/state.ts';

/**
 * Draws the live state on both plots at each frame in which something is new. Its words are those of the state that the page
 * around it tells, four times a second.
 */
export class LiveDrawing {
  readonly #plots: readonly GamePlot<Scene>[];
  readonly #leave: () => void;
  #frame: number | undefined;
  #shown: Scene = EMPTY_SCENE;
  #told: { from: LiveState; scene: Scene } | undefined;

  constructor(above: HTMLElement, below: HTMLElement) {
    this.#plots = [pricePlot(above, below), survivalPlot(below)];
    this.#leave = everyChange.subscribe(() => this.wanted());
    this.wanted();
  }

  /** The end of the x axis, ticks. */
  get xMax(): number {
    return this.#shown.xMax;
  }

  /** Draws at the next frame, once however often it is asked. */
  wanted(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
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

  #draw(): void {
    const scene = sceneNow(everyChange.get());
    // The x axis of a game never gets shorter, also not when the forecast goes at the end.
    const before = scene.gameId === this.#shown.gameId ? this.#shown.xMax : 0;
    this.#shown = { ...scene, xMax: Math.max(scene.xMax, before) };
    for (const plot of this.#plots) plot.show(this.#shown, this.#words());
  }

  #words(): Scene {
    const from = calmState();
    if (this.#told?.from !== from) this.#told = { from, scene: sceneNow(from) };
    const { scene } = this.#told;
    const isOfTheSame = scene.gameId === this.#shown.gameId && scene.is === this.#shown.is;
    return isOfTheSame ? scene : this.#shown;
  }
}

const sceneNow = (state: LiveState): Scene => sceneOf(state, freshnessOf(state, Date.now()));
