import type uPlot from 'uplot';
import { priceSplits, tickAxis, valueAxis } from './axes.ts';
import { drawFields, drawOne } from './draw-fields.ts';
import { drawMarks } from './draw-marks.ts';
import { mountPlot, type MountedPlot } from './mount-plot.ts';
import { EMPTY_SCENE, type Scene } from './scene.ts';

/** The price chart on its canvas. Shows one scene at a time. */
export class PricePlot {
  readonly #mounted: MountedPlot;
  #scene: Scene = EMPTY_SCENE;

  /** @param hasTickWords whether the ticks stand below this plot; false where another plot below it has them */
  constructor(host: HTMLElement, hasTickWords: boolean) {
    this.#mounted = mountPlot(host, [[], [], []], (drawing) => ({
      padding: [26, 16, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [0, this.#scene.xMax] },
        y: { distr: 3, range: () => [this.#scene.yMin, this.#scene.yMax] },
      },
      axes: [
        tickAxis(drawing, () => this.#scene.xMax, hasTickWords),
        valueAxis(drawing, priceSplits, (value) => `${value}×`),
      ],
      series: [
        {},
        { stroke: () => drawing.colours['ink-3'], width: 1.2, points: { show: false } },
        {
          stroke: () => drawing.colours[this.#scene.is === 'old' ? 'ink-3' : 'ink'],
          width: 1.8,
          points: { show: false },
        },
      ],
      hooks: {
        drawClear: [drawing.draw((pen) => drawFields(pen, this.#scene, drawing.colours))],
        drawAxes: [drawing.draw((pen) => drawOne(pen, drawing.colours))],
        draw: [drawing.draw((pen) => drawMarks(pen, this.#scene, drawing.colours, !hasTickWords))],
      },
    }));
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#mounted.plot.setData(dataOf(scene));
  }

  recolour(): void {
    this.#mounted.recolour();
  }

  destroy(): void {
    this.#mounted.destroy();
  }
}

/** What came next is thin and grey, what was known at the head is ink; both share the point at the head. */
function dataOf({ is, ticks, prices, head }: Scene): uPlot.AlignedData {
  if (is !== 'past' || !head) return [ticks as number[], [], prices as number[]];
  return [
    ticks as number[],
    prices.map((price, i) => (ticks[i]! >= head.tick ? price : null)),
    prices.map((price, i) => (ticks[i]! <= head.tick ? price : null)),
  ];
}
