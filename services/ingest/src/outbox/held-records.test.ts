import type { TedRecord } from '@ted/messaging';
import { HeldRecords } from './held-records.ts';

const sample = (tick: number): TedRecord => ({
  kind: 'tick_sample',
  v: 1,
  feed: 'rugs',
  created_at: 1,
  game_id: 'g',
  tick,
  price: 1,
  features: {},
});
const abandoned = (game_id: string): TedRecord => ({
  kind: 'game_abandoned',
  v: 1,
  feed: 'rugs',
  created_at: 1,
  game_id,
  last_tick: 1,
});
const ticks = (records: TedRecord[]) => records.map((record) => ('tick' in record ? record.tick : -1));

it('holds the newest of each kind and counts what it dropped', () => {
  const held = new HeldRecords({ ring: 3, games: 1 });
  held.hold([1, 2, 3, 4, 5].map(sample));
  held.hold([abandoned('a')]);
  expect(held.skipped).toBe(2);
  expect(ticks(held.drain())).toEqual([-1, 3, 4, 5]);
  expect(held.drain()).toEqual([]);
});

it('drops and counts what no longer fits when the ring is made smaller', () => {
  const held = new HeldRecords({ ring: 10, games: 1 });
  held.hold([1, 2, 3, 4].map(sample));
  held.resize({ ring: 2, games: 1 });
  expect(held.skipped).toBe(2);
  expect(ticks(held.drain())).toEqual([3, 4]);
});
