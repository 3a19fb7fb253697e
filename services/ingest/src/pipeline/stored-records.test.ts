import type { GameStateUpdate } from '@ted/game';
import type { RecordKind, TedRecord } from '@ted/messaging';
import { liveForecast } from './live-views.ts';
import { Pipeline, type PipelineResult } from './pipeline.ts';

const id = (n: number) => `20251207-${String(n).padStart(16, '0')}`;
const tick = (gameId: string, tickCount: number, price: number, rugged = false): GameStateUpdate => ({
  gameId,
  active: true,
  rugged,
  tickCount,
  price,
});
const of = <K extends RecordKind>(records: TedRecord[], kind: K) =>
  records.filter((record): record is Extract<TedRecord, { kind: K }> => record.kind === kind);

/** Follows games one after the other as the feed would send them, without a cooldown. */
class Follower {
  readonly pipeline = new Pipeline({
    feed: 'simulated',
    ingestId: '00000000-0000-4000-8000-000000000000',
    model: 'mixture-3',
    sideBet: { windowTicks: 40, cooldownTicks: 4, threshold: 0.2 },
    predictionEveryTicks: 10,
    tickSampleEveryTicks: 10,
  });
  readonly records: TedRecord[] = [];
  #at = 1_000_000;

  take(update: GameStateUpdate): PipelineResult {
    const result = this.pipeline.handle(update, (this.#at += 250));
    this.records.push(...result.records);
    return result;
  }

  play(gameId: string, endTick: number, price = (_: number) => 1.5, rugPrice = 0.01): void {
    for (let t = 0; t < endTick; t++) this.take(tick(gameId, t, t === 0 ? 1 : price(t)));
    this.take(tick(gameId, endTick, rugPrice, true));
  }
}

it('samples ticks by their number in the game, however many ticks other games had before [defect 3]', () => {
  const follower = new Follower();
  for (const [n, endTick] of [23, 7, 31, 48].entries()) follower.play(id(n), endTick);
  const ticksOf = (n: number) =>
    of(follower.records, 'tick_sample')
      .filter(({ game_id }) => game_id === id(n))
      .map((sample) => sample.tick);
  expect([0, 1, 2, 3].map(ticksOf)).toEqual([[0, 10, 20], [0], [0, 10, 20, 30], [0, 10, 20, 30, 40]]);
});

it('stores the features of that very tick [defect 3]', () => {
  const follower = new Follower();
  for (let t = 0; t <= 30; t++) {
    const { ticks } = follower.take(tick(id(1), t, 1 + t / 10));
    const sample = of(follower.records, 'tick_sample').at(-1)!;
    if (t % 10 !== 0) continue;
    const { game_id: _game, tick: _tick, price: _price, peak: _peak, ...features } = ticks.at(-1)!;
    expect(sample).toMatchObject({ tick: t, price: 1 + t / 10, features });
  }
  const features = of(follower.records, 'tick_sample').map((sample) => sample.features);
  expect(features.at(-1)).toMatchObject({ up_streak: 30, drawdown: 0, since_peak: 0 });
  expect(new Set(features.map(({ ema10 }) => ema10)).size).toBe(4);
});

it('stores with each prediction the interval that people saw at that tick, in whole windows [defect 4]', () => {
  const follower = new Follower();
  // Games that end soon after ones that last: the intervals have reason to move.
  const seen = new Map<string, { lower: number; upper: number }>();
  for (let n = 0; n < 40; n++) {
    const endTick = n % 2 === 0 ? 400 : 30;
    for (let t = 0; t < endTick; t++) {
      follower.take(tick(id(n), t, 1.5));
      const { lower, upper } = liveForecast(follower.pipeline.forecast, 'mixture-3');
      seen.set(`${id(n)} ${t}`, { lower, upper });
    }
    follower.take(tick(id(n), endTick, 0.01, true));
  }
  const predictions = of(follower.records, 'prediction');
  expect(predictions.length).toBeGreaterThan(500);
  for (const { game_id, predicted_at_tick, uncertainty_bounds } of predictions)
    expect(uncertainty_bounds).toEqual(seen.get(`${game_id} ${predicted_at_tick}`));
  const widths = predictions.map((p) => p.uncertainty_bounds.upper - p.uncertainty_bounds.lower);
  expect(new Set(widths).size).toBeGreaterThan(1);
  expect(Math.max(...widths)).toBeGreaterThan(80);
});

it.each([
  ['nothing', 95, 1.5, 0.01, []],
  ['an ultra-short game', 10, 1.5, 0.01, ['ultra_short']],
  ['a game one tick longer', 11, 1.5, 0.01, []],
  ['a high price at the end', 95, 1.5, 0.019, ['max_payout']],
  ['a peak of fifty', 95, 50, 0.01, ['moonshot', 'early_peak']],
] as const)(
  'stores the patterns that a game showed: %s [defect 4]',
  (_, endTick, peak, rugPrice, patterns) => {
    const follower = new Follower();
    // Quiet but for one moment, and where it is a great one it lasts long enough to be a regime.
    follower.play(id(1), endTick, (t) => (t === 3 ? peak : 1.4), rugPrice);
    expect(of(follower.records, 'game_ended')[0]).toMatchObject({ patterns_detected: patterns });
  },
);

it('takes a game’s end from its own rug, and says nothing of it again when the next one begins [defect 7]', () => {
  const follower = new Follower();
  follower.play(id(1), 40, () => 1.5, 0.012);
  expect(of(follower.records, 'game_ended')).toMatchObject([
    { game_id: id(1), end_tick: 40, final_price: 0.012 },
  ]);
  follower.take(tick(id(2), 0, 1));
  follower.take(tick(id(2), 1, 1.1));
  const about = follower.records.filter((r) => r.kind === 'game_ended' || r.kind === 'game_abandoned');
  expect(about).toHaveLength(1);
});
