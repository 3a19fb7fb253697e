import { priceSplits, tickAxis, valueAxis } from './axes.ts';
import { RIGHT_PX } from './layout.ts';
import type { Colours } from './colours.ts';
import { drawCrosshair } from './draw-crosshair.ts';
import { drawFields, drawOne } from './draw-fields.ts';
import { drawMarks } from './draw-marks.ts';
import { LineLayer, type Line } from './line-layer.ts';
import { mountPlot, type MountedPlot } from './mount-plot.ts';
import type { Pen } from './pen.ts';
import { EMPTY_SCENE, hasSameAxes, type Scene } from './scene.ts';

/** The price chart on its canvas. Shows one scene at a time. */
export class PricePlot {
  readonly #mounted: MountedPlot;
  readonly #room: Room | null;
  readonly #line = new LineLayer();
  readonly #later = new LineLayer();
  #scene: Scene = EMPTY_SCENE;
  #told: Scene = EMPTY_SCENE;
  #pointed: number | null = null;

  /** @param below a plot of the same ticks, which has their words as long as it has room; null: none */
  constructor(host: HTMLElement, below: HTMLElement | null) {
    this.#room = below && new Room(below);
    const hasTickWords = () => this.#room === null || this.#room.isEmpty;
    this.#mounted = mountPlot(host, {
      padding: [26, RIGHT_PX, 0, 0],
      x: () => [0, this.#scene.xMax],
      y: { distr: 3, range: () => [this.#scene.yMin, this.#scene.yMax] },
      axes: (drawing) => [
        tickAxis(drawing, () => this.#scene.xMax, hasTickWords),
        valueAxis(drawing, priceSplits, (value) => `${value}×`),
      ],
      below: (pen, colours) => drawFields(pen, this.#scene, colours),
      overAxes: drawOne,
      above: (pen, colours) => {
        this.#drawLine(pen, colours);
        drawMarks(pen, this.#scene, this.#told, colours, !hasTickWords());
        drawCrosshair(pen, this.#pointed, colours);
      },
    });
  }

  /** @param told the scene that words are taken from; they change less often than their places */
  show(scene: Scene, told = scene): void {
    const before = this.#scene;
    this.#scene = scene;
    this.#told = told;
    if (hasSameAxes(before, scene)) this.#mounted.redraw();
    else this.#mounted.rescale();
  }

  /** Where the crosshair stands; null: nowhere. */
  pointAt(tick: number | null): void {
    this.#pointed = tick;
    this.#mounted.redraw();
  }

  recolour(): void {
    this.#mounted.recolour();
  }

  destroy(): void {
    this.#room?.leave();
    this.#mounted.destroy();
  }

  /** What was known at the head is ink; what came next is thin and grey. */
  #drawLine(pen: Pen, colours: Colours): void {
    const { gameId, is, ticks, prices, revision, head } = this.#scene;
    if (!head) return;
    const line: Line = { id: `${gameId} ${revision}`, xs: ticks, ys: prices };
    const known = { colour: colours[is === 'old' ? 'ink-3' : 'ink'], width: 1.8 };
    if (is !== 'past') return this.#line.paint(pen, line, known);
    const here = pen.x(head.tick);
    this.#later.paint(pen, line, { colour: colours['ink-3'], width: 1.2, from: here });
    this.#line.paint(pen, line, { ...known, to: here });
  }
}

/** Whether an element has height, known without asking for the layout at each frame. */
class Room {
  isEmpty: boolean;
  readonly #observer: ResizeObserver;

  constructor(element: HTMLElement) {
    this.isEmpty = element.clientHeight === 0;
    this.#observer = new ResizeObserver(() => {
      this.isEmpty = element.clientHeight === 0;
    });
    this.#observer.observe(element);
  }

  leave(): void {
    this.#observer.disconnect();
  }
}
