import { keepWithin, type OutboxRecord } from './expendable.ts';

const of = (kind: OutboxRecord['kind'], n: number): OutboxRecord => ({ kind, json: String(n).padEnd(10) });
const records = [
  of('tick_sample', 0),
  of('prediction', 1),
  of('game_ended', 2),
  of('tick_sample', 3),
  of('prediction', 4),
  of('side_bet', 5),
];
const kept = (maxCharacters: number) => {
  const result = keepWithin(records, maxCharacters);
  return { kept: result.kept.map(({ json }) => Number(json)), dropped: result.dropped };
};

it('keeps everything that fits', () => {
  expect(kept(60)).toEqual({ kept: [0, 1, 2, 3, 4, 5], dropped: { tick_sample: 0, prediction: 0 } });
});

it('gives up the oldest tick samples first, then the oldest predictions, and never anything else', () => {
  expect(kept(59)).toEqual({ kept: [1, 2, 3, 4, 5], dropped: { tick_sample: 1, prediction: 0 } });
  expect(kept(30)).toEqual({ kept: [2, 4, 5], dropped: { tick_sample: 2, prediction: 1 } });
  expect(kept(0)).toEqual({ kept: [2, 5], dropped: { tick_sample: 2, prediction: 2 } });
});
