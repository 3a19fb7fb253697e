import { table } from './table.ts';

it('aligns columns and leaves no blanks at line ends', () => {
  expect(
    table([
      ['feed', 'simulated', 'x'],
      ['a', 'b', ''],
    ]),
  ).toBe('feed  simulated  x\na     b');
});
