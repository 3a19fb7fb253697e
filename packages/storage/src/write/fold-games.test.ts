import { foldGames } from './fold-games.ts';

const upsert = (game_id: string, update: Record<string, Record<string, unknown>>) => ({
  collection: 'games' as const,
  filter: { feed: 'simulated', game_id },
  update,
});

it('makes one upsert of a game out of many: what the first inserts, the least, the most, and what was said last', () => {
  const [early, late] = [new Date(1000), new Date(2000)];
  const [folded, ...others] = foldGames([
    upsert('a', { $setOnInsert: { status: 'running' }, $min: { created_at: late } }),
    upsert('a', { $setOnInsert: { status: 'revealed' }, $max: { last_tick: 5, had_predictions: true } }),
    upsert('a', {
      $min: { created_at: early, start_tick: 3 },
      $max: { last_tick: 4, had_predictions: false },
    }),
    upsert('a', { $set: { version: 'v1', missed_ticks: 0 } }),
    upsert('a', { $set: { version: 'v2' } }),
  ]);
  expect(others).toEqual([]);
  expect(folded).toEqual(
    upsert('a', {
      $setOnInsert: { status: 'running' },
      $min: { created_at: early, start_tick: 3 },
      $max: { last_tick: 5, had_predictions: true },
      $set: { version: 'v2', missed_ticks: 0 },
    }),
  );
});

it('keeps games apart, in their order, and changes nothing of what it is given', () => {
  const given = [
    upsert('a', { $max: { last_tick: 1 } }),
    upsert('b', { $max: { last_tick: 2 } }),
    { ...upsert('a', { $max: { last_tick: 3 } }), filter: { feed: 'other', game_id: 'a' } },
    upsert('a', { $max: { last_tick: 4 } }),
  ];
  const before = structuredClone(given);
  expect(foldGames(given).map(({ filter, update }) => [filter.feed, filter.game_id, update.$max])).toEqual([
    ['simulated', 'a', { last_tick: 4 }],
    ['simulated', 'b', { last_tick: 2 }],
    ['other', 'a', { last_tick: 3 }],
  ]);
  expect(given).toEqual(before);
});
