import { spread } from './spread-labels.ts';

const at = (...ys: number[]) => ys.map((y) => ({ y, text: String(y), className: undefined }));

it('labels that have room stay where they belong', () => {
  expect(spread(at(100, 20, 60), 16, 300).map(({ y }) => y)).toEqual([20, 60, 100]);
});

it('labels of nearly one place move apart, and up at the bottom', () => {
  const ys = spread(at(290, 295, 296), 16, 300).map(({ y }) => y);
  expect(ys).toEqual([268, 284, 300]);
});
