import type { GameStateUpdate } from '@ted/game';
import { record as recordSchema, type RecordKind, type TedRecord } from '@ted/messaging';
import { parseCheckpoint, type Memory, type StoredCheckpoint } from './checkpoint.ts';
import { Pipeline } from './pipeline.ts';
import { optionsForTests } from '../testing/options.ts';
import { storedCheckpoint } from '../testing/stored-checkpoint.ts';

const options = optionsForTests(10);
const A = '20251207-aaaaaaaaaaaaaaaa';
const price = (tick: number) => 1 + (tick % 7) / 10;
const tick = (gameId: string, tickCount: number, more: Partial<GameStateUpdate> = {}): GameStateUpdate => ({
  gameId,
  active: true,
  rugged: false,
  tickCount,
  price: price(tickCount),
  ...more,
});

function play(updates: GameStateUpdate[], pipeline = new Pipeline(options)) {
  const results = updates.map((update, i) => pipeline.handle(update, 1_000_000 + i * 250));
  return { pipeline, results, records: results.flatMap((result) => result.records) };
}
const game = (gameId: string, endTick: number) => [
  ...Array.from({ length: endTick }, (_, t) => tick(gameId, t)),
  tick(gameId, endTick, { rugged: true, price: 0.01 }),
];
const of = <K extends RecordKind>(records: TedRecord[], kind: K) =>
  records.filter((record): record is Extract<TedRecord, { kind: K }> => record.kind === kind);

it('turns a game into records that the queue’s schema accepts, each natural key once', () => {
  const { records } = play(game(A, 95));
  for (const record of records) expect(recordSchema.safeParse(record).error).toBeUndefined();
  const keys = records.map(
    (r) => `${r.kind} ${'predicted_at_tick' in r ? r.predicted_at_tick : 'tick' in r ? r.tick : ''}`,
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(of(records, 'game_started')).toHaveLength(1);
  expect(of(records, 'game_ended')).toEqual([
    expect.objectContaining({
      end_tick: 95,
      final_price: 0.01,
      peak_price: 1.6,
      peak_tick: 6,
      had_predictions: true,
    }),
  ]);
});

it('samples predictions: the first tick, every tenth, and the last before the rug, flagged [defect 5] [defect 17]', () => {
  const { records } = play(game(A, 35));
  const predictions = of(records, 'prediction').map((p) => [p.predicted_at_tick, p.last_before_end]);
  expect(predictions).toEqual([
    [0, false],
    [10, false],
    [20, false],
    [30, false],
    [34, true],
  ]);
});

it('stores a last tick that was due anyway once, unflagged', () => {
  const { records } = play(game(A, 21));
  expect(of(records, 'prediction').map((p) => [p.predicted_at_tick, p.last_before_end])).toEqual([
    [0, false],
    [10, false],
    [20, false],
  ]);
});

it('stores every tenth tick with its features, filled ones too, but forecasts only at ticks it saw live [defect 3]', () => {
  const values = { '8': 1.1, '9': 1.2, '10': 1.3, '11': 1.4, '12': 1.5 };
  const { records } = play([tick(A, 0), tick(A, 7), tick(A, 12, { partialPrices: { values } }), tick(A, 13)]);
  expect(of(records, 'tick_sample').map((s) => s.tick)).toEqual([0, 10]);
  expect(Object.keys(of(records, 'tick_sample')[1]!.features)).toContain('ema10');
  expect(of(records, 'prediction').map((p) => p.predicted_at_tick)).toEqual([0]);
});

it('raises the stored peak while the game runs [defect 4] [defect 5]', () => {
  const { records } = play(game(A, 130));
  expect(of(records, 'game_progress').map((p) => [p.tick, p.peak_price])).toEqual([
    [40, 1.6],
    [80, 1.6],
    [120, 1.6],
  ]);
});

it('gives a game that TED joined late its first tick, and a finished one its forecast’s outcome [defect 8]', () => {
  const { results, records } = play([tick(A, 50), tick(A, 51), tick(A, 52, { rugged: true, price: 0.005 })]);
  expect(of(records, 'game_started')[0]).toMatchObject({ start_tick: 50 });
  const finished = results.at(-1)!.finished!;
  expect(finished).toMatchObject({ game_id: A, end_tick: 52, end_price: 0.005 });
  expect(finished.forecast).toMatchObject({ predicted_at_tick: 50 });
  expect(finished.forecast!.predicted_end_tick).toBeGreaterThan(50);
});

it('between games forecasts the coming one at tick 0', () => {
  const { pipeline } = play(game(A, 30));
  expect(pipeline.forecast.tick).toBe(0);
  expect(pipeline.forecast.pRug40).toBeGreaterThan(0.15);
});

describe('the evidence whether games end as published', () => {
  const id = (n: number) => `20251207-${String(n).padStart(16, '0')}`;

  it('grows with games that end too soon, and each finished game says how far it has come', () => {
    const { pipeline, records, results } = play(Array.from({ length: 60 }, (_, n) => game(id(n), 30)).flat());
    const logE = of(records, 'game_ended').map(({ log_e }) => log_e!);
    expect(logE).toHaveLength(60);
    expect(logE.at(-1)).toBe(pipeline.evidence.log_e);
    expect(pipeline.evidence.log_e).toBeGreaterThan(Math.log(20));
    expect(results.at(-1)!.finished!.log_e).toBe(pipeline.evidence.log_e);
    expect(pipeline.evidence).toMatchObject({ games: 60, warm_up_games: 0 });
    expect(logE.findIndex((value) => value >= Math.log(20)) + 1).toBe(pipeline.evidence.rejected_at_game);
  });

  it('counts what was seen: games of the feed’s history warm up, late joins and lost ends count in part', () => {
    const prices = [1, 1.1, 1.2, 0.01];
    const gameHistory = [1, 2].map((n) => ({ id: id(n), prices, rugged: true }));
    const { pipeline } = play([
      tick(A, 50, { gameHistory, prices: Array.from({ length: 51 }, (_, t) => price(t)) }),
      tick(A, 54),
      tick(A, 64),
      tick(id(3), 7),
      tick(id(3), 8),
    ]);
    expect(pipeline.evidence).toMatchObject({ games: 1, warm_up_games: 2 });
    // The ticks from 50, the first one seen live, to 54; then comes a gap, and an end that nobody saw.
    const { totals } = pipeline.takeCheckpoint().memory!.evidence!;
    expect(totals.counts[0]).toEqual({ survived: 4, rugs: 0 });
  });
});

describe('a pipeline that goes on from a checkpoint', () => {
  const restarted = (pipeline: Pipeline, stored = storedCheckpoint(pipeline)) =>
    new Pipeline(options, parseCheckpoint(stored, options.model));
  /** As ingests wrote it until they kept the running game apart. */
  const inOne = (pipeline: Pipeline): StoredCheckpoint => {
    const { memory, running } = pipeline.takeCheckpoint();
    const { nextBetTick: _, ...game } = running!;
    return { memory: JSON.stringify({ ...memory, running: game }), running: null };
  };
  /** What the feed says to whoever connects while a game runs. */
  const greeting = (gameId: string, now: number) =>
    tick(gameId, now, { prices: Array.from({ length: now + 1 }, (_, t) => price(t)) });

  it.each([
    ['keeps the open bet’s window closed, and counts the game’s bets on', storedCheckpoint],
    ['does so from a checkpoint of an older ingest', inOne],
  ])('%s', (_, stored) => {
    // Short games of every length until a bet is sure to be worth its price, at any tick.
    const ends = [4, 9, 16, 25, 36, 48, 62, 80, 105, 150];
    const { pipeline } = play(
      Array.from({ length: 150 }, (_, n) =>
        game(`20251207-${String(n).padStart(16, '0')}`, ends[n % ends.length]!),
      ).flat(),
    );
    const before = play(game(A, 60).slice(0, 60), pipeline).records;
    const after = play(
      [greeting(A, 61), ...game(A, 120).slice(62)],
      restarted(pipeline, stored(pipeline)),
    ).records;
    const bets = [...of(before, 'side_bet'), ...of(after, 'side_bet')];
    expect(bets.map((bet) => bet.placed_at_tick)).toEqual([0, 44, 88]);
    expect(of(after, 'game_ended')).toEqual([
      expect.objectContaining({ end_tick: 120, side_bets_placed: 3 }),
    ]);
  });

  it('writes its memory when a game is over, and beside it the game that runs at each start and bet', () => {
    const pipeline = new Pipeline(options);
    const parts = [game(A, 30), game('20251207-bbbbbbbbbbbbbbbb', 5)].flat().flatMap((update, i) => {
      if (!pipeline.handle(update, 1_000_000 + i * 250).checkpoint) return [];
      const { memory, running } = pipeline.takeCheckpoint();
      return [[memory?.learnt?.length, running?.game.gameId]];
    });
    expect(parts).toEqual([
      [0, A],
      [1, undefined],
      [undefined, '20251207-bbbbbbbbbbbbbbbb'],
      [2, undefined],
    ]);
  });

  it('does not take up a game that an older ingest left behind beside a newer memory of its own', () => {
    const { pipeline } = play(game(A, 60).slice(0, 50));
    const stale = storedCheckpoint(pipeline);
    const { pipeline: older } = play(game(A, 60));
    const memory = JSON.stringify(older.takeCheckpoint().memory);
    expect(parseCheckpoint({ ...stale, memory }, options.model)!.running).toBeUndefined();
  });

  it('gives up the game that ran when the feed went on and nobody can tell its end', () => {
    const { pipeline } = play(game(A, 60).slice(0, 50));
    const B = '20251207-bbbbbbbbbbbbbbbb';
    const { records } = play([tick(B, 7), tick(B, 8)], restarted(pipeline));
    expect(of(records, 'game_abandoned')).toEqual([expect.objectContaining({ game_id: A })]);
    expect(of(records, 'game_started')).toEqual([expect.objectContaining({ game_id: B })]);
  });

  it('closes it from the feed’s history, with the ticks that it missed', () => {
    const { pipeline } = play(game(A, 60).slice(0, 50));
    const B = '20251207-bbbbbbbbbbbbbbbb';
    const prices = [...Array.from({ length: 60 }, (_, t) => price(t)), 0.01];
    const gameHistory = [{ id: A, prices, rugged: true, peakMultiplier: 1.6 }];
    const { records } = play([tick(B, 7, { gameHistory }), tick(B, 8)], restarted(pipeline));
    expect(of(records, 'game_ended')).toEqual([
      expect.objectContaining({ game_id: A, end_tick: 60, final_price: 0.01, missed_ticks: 0 }),
    ]);
    const samples = of(records, 'tick_sample').filter(({ game_id }) => game_id === A);
    expect(samples.map(({ tick }) => tick)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(of(records, 'prediction').every(({ game_id }) => game_id === B)).toBe(true);
  });

  it('does not take over forecasts of another model, but follows its running game on', () => {
    const { pipeline } = play(game(A, 60).slice(0, 50));
    const { memory, running } = storedCheckpoint(pipeline);
    const stored = { memory: memory!.replaceAll(options.model, 'older'), running };
    const { evidence } = JSON.parse(memory!) as Memory;
    expect(parseCheckpoint(stored, options.model)!.evidence).toEqual(evidence);
    expect(parseCheckpoint(stored, options.model)!.forecaster).toBeUndefined();
    const { records } = play(
      [greeting(A, 50), ...game(A, 60).slice(51)],
      new Pipeline(options, parseCheckpoint(stored, options.model)),
    );
    expect(of(records, 'game_started')).toEqual([]);
    expect(of(records, 'game_ended')).toEqual([expect.objectContaining({ end_tick: 60 })]);
  });

  it('begins anew from what it cannot read', () => {
    const { memory, running } = storedCheckpoint(play(game(A, 60).slice(0, 50)).pipeline);
    expect(parseCheckpoint({ memory, running }, options.model)).toBeDefined();
    for (const text of [null, '', '{', '{}', '{"v":2}', '[1]']) {
      expect(parseCheckpoint({ memory: text, running }, options.model)).toBeUndefined();
      expect(parseCheckpoint({ memory, running: text }, options.model)).toBeUndefined();
    }
  });
});

describe('stored games', () => {
  const stored = Array.from({ length: 30 }, (_, n) => ({
    gameId: `g${n}`,
    startTick: 0,
    endTick: 20 + n,
    lastTick: 20 + n,
    peakPrice: 2,
    finalPrice: 0.01,
  }));

  it('are what a forecast without a memory begins with, as if it had watched the feed’s history of them', () => {
    const warm = new Pipeline({ ...options, model: 'memoryless-1' });
    expect(warm.cold).toBe(true);
    expect(warm.warmUp(stored)).toBe(30);
    expect(warm.cold).toBe(false);
    expect(warm.forecast.pRug40).toBeGreaterThan(0.25);
    // Each counts once, whatever is told again.
    const { pRug40 } = warm.forecast;
    expect(warm.warmUp(stored)).toBe(0);
    expect(warm.forecast.pRug40).toBe(pRug40);
  });

  it('that come while a game runs count after it', () => {
    const { pipeline } = play(game(A, 10).slice(0, 5), new Pipeline({ ...options, model: 'memoryless-1' }));
    const { pRug40 } = pipeline.forecast;
    pipeline.warmUp(stored);
    const still = pipeline.handle(tick(A, 5), 2_000_000);
    expect(still.ticks).toHaveLength(1);
    expect(pipeline.forecast.pRug40).toBeCloseTo(pRug40, 2);
    pipeline.handle(tick(A, 6, { rugged: true, price: 0.01 }), 2_000_250);
    expect(pipeline.forecast.pRug40).toBeGreaterThan(0.25);
  });
});

describe('another model', () => {
  it('begins with the games that the one before has learnt from, and forecasts beside it at the same ticks', () => {
    const { pipeline } = play(Array.from({ length: 30 }, (_, n) => game(`g${n}`, 20 + n)).flat());
    const stored = storedCheckpoint(pipeline);
    const other = { ...options, model: 'memoryless-1', challenger: 'published-1' } as const;
    const follower = new Pipeline(other, parseCheckpoint(stored, other.model));
    // Of 30 games of 35 ticks on average it expects another end sooner than the published rule does.
    expect(follower.forecast.pRug40).toBeGreaterThan(0.25);
    const { records } = play(game(A, 60), follower);
    const [ended] = of(records, 'game_ended');
    expect(ended!.scores).toMatchObject({ model_version: 'memoryless-1', ticks: 60 });
    expect(ended!.challenger_scores).toMatchObject({ model_version: 'published-1', ticks: 60 });
    expect(ended!.challenger_scores!.log_loss).toBeCloseTo(ended!.scores!.baseline_log_loss, 9);
    expect(follower.challenger!.scores.games).toBe(1);
    expect(of(records, 'prediction').every(({ model_version }) => model_version === 'memoryless-1')).toBe(
      true,
    );
    // And both go on after a restart.
    const again = new Pipeline(other, parseCheckpoint(storedCheckpoint(follower), other.model));
    expect(again.challenger!.scores).toEqual(follower.challenger!.scores);
    expect(again.forecast).toEqual(follower.forecast);
  });
});
