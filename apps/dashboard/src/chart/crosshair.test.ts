import { movedBy, tickAt } from './crosshair.ts';

describe('the tick under a pointer', () => {
  it('lies between the y axis and the padding', () => {
    expect(tickAt(46, 1062, 1000)).toBe(0);
    expect(tickAt(546, 1062, 1000)).toBe(500);
    expect(tickAt(1046, 1062, 1000)).toBe(1000);
  });

  it('is kept on the axis, and 0 where there is no room for one', () => {
    expect(tickAt(3, 1062, 1000)).toBe(0);
    expect(tickAt(1060, 1062, 1000)).toBe(1000);
    expect(tickAt(20, 40, 1000)).toBe(0);
  });
});

describe('keys', () => {
  it('begin where the game is, and go by a tick or a window', () => {
    expect(movedBy('ArrowLeft', null, 300, 560)).toBe(300);
    expect(movedBy('ArrowLeft', 300, 300, 560)).toBe(299);
    expect(movedBy('PageUp', 299, 300, 560)).toBe(339);
    expect(movedBy('PageDown', 30, 300, 560)).toBe(0);
    expect(movedBy('End', 0, 300, 560)).toBe(560);
    expect(movedBy('ArrowRight', 560, 300, 560)).toBe(560);
  });

  it('leave other keys to the page, Escape too where no crosshair stands', () => {
    expect(movedBy('Tab', 3, 0, 560)).toBeUndefined();
    expect(movedBy('Escape', null, 0, 560)).toBeUndefined();
    expect(movedBy('Escape', 3, 0, 560)).toBeNull();
  });
});
