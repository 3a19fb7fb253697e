import { Deafness } from './deafness.ts';

/** Asks once a second, as ingest does; times in seconds. `heard`: when each of the two got updates. */
function deafAt(own: number[], peer: number[], until: number): number[] {
  const deafness = new Deafness();
  const last = (list: number[], now: number) => list.findLast((at) => at <= now) ?? 0;
  const found: number[] = [];
  for (let now = 1; now <= until; now++) {
    const mine = last(own, now);
    const silent = { lastUpdateAt: mine * 1000, silentMs: (now - mine) * 1000 };
    if (deafness.isDeaf(silent, (now - last(peer, now)) * 1000, now * 1000)) found.push(now);
  }
  return found;
}
const every = (step: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

it('is who hears nothing while a peer hears the feed, once for each such time', () => {
  const peer = every(0.25, 0, 40);
  expect(deafAt([...every(0.25, 0, 10), ...every(0.25, 20, 40)], peer, 15)).toEqual([14]);
});

it('is nobody while the feed itself is silent, nor when it speaks again and the peer is told first', () => {
  const gap = [...every(0.25, 0, 10), ...every(0.25, 30.2, 40)];
  const peer = [...every(0.25, 0, 10), ...every(0.25, 29.9, 40)];
  expect(deafAt(gap, gap, 40)).toEqual([]);
  expect(deafAt(gap, peer, 40)).toEqual([]);
  expect(deafAt(peer, gap, 40)).toEqual([]);
});
