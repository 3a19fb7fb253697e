import { WINDOW_TICKS } from '../game.ts';
import type { Colours } from './colours.ts';
import type { Pen } from './pen.ts';
import type { Scene } from './scene.ts';

/** Under the price: when TED thinks the game ends. About time, not price, so the fields are as high as the plot. */
export function drawFields(pen: Pen, colours: Colours, { forecast, head, silence }: Scene): void {
  const { top, bottom } = pen.box;
  if (forecast && head) {
    pen.rect(pen.x(forecast.q10), top, pen.x(forecast.q90), bottom, colours['ted-faint']);
    pen.hatch(pen.x(head.tick), top, pen.x(head.tick + WINDOW_TICKS), bottom, colours.ted);
  }
  if (silence && head) {
    pen.hatch(pen.x(head.tick), top, pen.x(head.tick + silence.ticks), bottom, colours.bar);
  }
}

/** Over the grid: the price that the game began with. */
export function drawOne(pen: Pen, colours: Colours): void {
  const { left, right } = pen.box;
  pen.line(left, pen.y(1), right, pen.y(1), colours['line-strong'], 1.5);
}
