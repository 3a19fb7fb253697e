import { RecentUpdates } from './recent-updates.ts';

const message = (seq: number) => Buffer.from(String(seq));
const texts = (found: readonly Buffer[] | undefined) => found?.map(String);

function filled(from: number, to: number): RecentUpdates {
  const recent = new RecentUpdates(5);
  recent.begin('run');
  for (let seq = from; seq <= to; seq++) recent.add(seq, message(seq));
  return recent;
}

it('gives what came after, nothing to who has seen all', () => {
  expect(texts(filled(1, 4).after(2, 'run'))).toEqual(['3', '4']);
  expect(texts(filled(1, 4).after(4, undefined))).toEqual([]);
});

it('says so when something is no longer there, not yet there, or of another run', () => {
  const recent = filled(1, 9);
  expect(texts(recent.after(4, 'run'))).toEqual(['5', '6', '7', '8', '9']);
  expect(recent.after(3, 'run')).toBeUndefined();
  expect(recent.after(10, 'run')).toBeUndefined();
  expect(recent.after(8, 'other')).toBeUndefined();
  expect(new RecentUpdates(5).after(0, undefined)).toBeUndefined();
});

it('begins anew with another run, and after a gap', () => {
  const recent = filled(1, 4);
  recent.begin('next');
  expect(recent.after(2, undefined)).toBeUndefined();
  recent.add(1, message(1));
  recent.add(5, message(5));
  expect(texts(recent.after(4, 'next'))).toEqual(['5']);
  expect(recent.after(1, 'next')).toBeUndefined();
});
