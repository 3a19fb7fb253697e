import { Progress } from './progress.ts';

let now: number;
let written: string[];
const progress = (isTTY: boolean) => {
  now = 0;
  written = [];
  return new Progress({ isTTY, write: (text) => written.push(String(text)) > 0 }, () => now);
};

it('says nothing of what is quick, then a line a second', () => {
  const it = progress(false);
  for (now = 0; now <= 2_500; now += 100) it.show(`${now} ms`);
  it.clear();
  expect(written).toEqual(['1000 ms\n', '2000 ms\n']);
});

it('keeps to one line of a terminal and leaves nothing there', () => {
  const it = progress(true);
  for (now = 0; now <= 2_500; now += 500) it.show(`${now} ms`);
  it.clear();
  it.clear();
  expect(written).toEqual(['1000 ms', '\r\x1b[K', '2000 ms', '\r\x1b[K']);
});
