import { placeLabels, type Label } from './labels.ts';

const label = (at: number, side: Label['side'], isOptional = false): Label => ({
  at,
  width: 60,
  side,
  isOptional,
});

describe('labels above the plot', () => {
  it('stand beside their place', () => {
    expect(
      placeLabels([label(300, 'before'), label(300, 'after', true), label(400, 'after')], 0, 800),
    ).toEqual([234, 306, 406]);
  });

  it('move at the edges, and an optional one goes', () => {
    expect(placeLabels([label(10, 'before'), label(10, 'after', true), label(150, 'after')], 0, 800)).toEqual(
      [0, undefined, 156],
    );
    expect(placeLabels([label(790, 'after')], 0, 800)).toEqual([740]);
  });

  it('never overlap', () => {
    const starts = placeLabels([label(100, 'before'), label(100, 'after'), label(110, 'after')], 0, 800);
    expect(starts).toEqual([34, 106, 178]);
    expect(placeLabels([label(60, 'before'), label(60, 'after'), label(60, 'after')], 0, 140)).toEqual([
      0,
      72,
      undefined,
    ]);
  });
});
