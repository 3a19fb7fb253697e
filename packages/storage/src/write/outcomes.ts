import { BASELINE_P_RUG_40, WINDOW_TICKS } from '@ted/game';
import { baselineScores, brier, endTickError, logLoss, settle } from '@ted/forecast';
import type { Types } from 'mongoose';
import type {
  FirstForecast,
  GameDocument,
  PredictionDocument,
  SideBetDocument,
} from '../collections/documents.ts';
import { DURABLE, type Database } from '../database.ts';
import { HOUR_MS } from './hours.ts';

export interface GameKey {
  feed: string;
  game_id: string;
}

/**
 * Neither scored nor void, or void: an abandoned game's end may still come, and then its forecasts are scored. Not those that
 * never count.
 */
const OPEN_OR_VOID = { $or: [{ resolved: false }, { void: true, counted: { $ne: false } }] };
/** Of another ingest than the game's `forecast_owner`: kept, and never scored. */
const NOT_COUNTED = { resolved: true, void: true, counted: false };

/** What a prediction turned out to be, from the game's stored end. Pure. */
export function predictionOutcome(prediction: PredictionDocument, endTick: number) {
  const error = endTickError(prediction.predicted_end_tick, endTick);
  const ruggedWithin40 = endTick <= prediction.predicted_at_tick + WINDOW_TICKS;
  const baseline = baselineScores(ruggedWithin40);
  const { lower, upper } = prediction.uncertainty_bounds;
  return {
    resolved: true,
    void: false,
    actual_end_tick: endTick,
    error_metrics: {
      raw_error: error.signedError,
      signed_error: error.signedError,
      absolute_error: error.absoluteError,
      e40: error.e40,
      within_windows: Math.ceil(Math.abs(error.e40)),
    },
    in_interval: lower <= endTick && endTick <= upper,
    rugged_within_40: ruggedWithin40,
    scores: {
      brier: brier(prediction.p_rug_40, ruggedWithin40),
      log_loss: logLoss(prediction.p_rug_40, ruggedWithin40),
      baseline_p: BASELINE_P_RUG_40,
      baseline_brier: baseline.brier,
      baseline_log_loss: baseline.logLoss,
    },
  };
}

/** What a game's first prediction said beside its end, as lists of games show it. Pure. */
export function firstForecast(first: PredictionDocument, endTick: number): FirstForecast {
  const { lower, upper } = first.uncertainty_bounds;
  return {
    predicted_at_tick: first.predicted_at_tick,
    median: first.predicted_end_tick,
    q10: first.quantiles.q10,
    q90: first.quantiles.q90,
    lower,
    upper,
    inside: lower <= endTick && endTick <= upper,
    error_windows: endTickError(first.predicted_end_tick, endTick).e40,
  };
}

/** What a side bet turned out to be, from the game's stored end. Pure. */
export function sideBetOutcome(bet: SideBetDocument, endTick: number) {
  const { won, payout } = settle(bet.placed_at_tick, bet.window_end_tick, endTick);
  return { resolved: true, void: false, actual_outcome: won ? 'WON' : 'LOST', payout };
}

type MayWrite = () => Promise<void>;

/** A record's feed and time. */
export interface Moment {
  feed: string;
  at: Date;
}

/**
 * Scores what is open of the given games. Must run after the batch's own writes were acknowledged: then of any two batches
 * that bring an end and its predictions to different replicas, the later one sees both (DELIVERY: outcomes).
 * @param mayWrite called before every write
 * @returns moments in the hours whose figures may have changed, so that the finished ones can be computed again
 */
export async function resolveOutcomes(
  database: Database,
  games: readonly GameKey[],
  mayWrite: MayWrite,
): Promise<Moment[]> {
  const closed: Moment[] = [];
  for (const [feed, ids] of groupByFeed(games)) {
    const stored = await database.models.games
      .find(
        { feed, game_id: { $in: ids } },
        { game_id: 1, end_tick: 1, status: 1, created_at: 1, ended_at: 1, abandoned_at: 1 },
      )
      .read('primary')
      .lean();
    for (const game of stored) {
      closed.push(...momentsOfGame(feed, game));
      if (game.end_tick != null)
        closed.push(
          ...(await resolveGame(database, { feed, game_id: game.game_id }, game.end_tick, mayWrite)),
        );
      else if (game.status === 'abandoned')
        closed.push(...(await voidGame(database, { feed, game_id: game.game_id }, mayWrite)));
    }
  }
  return closed;
}

async function resolveGame(
  database: Database,
  key: GameKey,
  endTick: number,
  mayWrite: MayWrite,
): Promise<Moment[]> {
  const { predictions, side_bets, games } = database.models;
  const open = { ...key, ...OPEN_OR_VOID };
  const [allPredictions, allBets] = await Promise.all([
    predictions.find(open).read('primary').lean(),
    side_bets.find(open).read('primary').lean(),
  ]);
  if (allPredictions.length + allBets.length === 0) return [];
  // Only now: a forecast that was seen had claimed the game before.
  const owner = (await games.findOne(key, { forecast_owner: 1 }).read('primary').lean())?.forecast_owner;
  const counts = ({ ingest_id }: { ingest_id: string }): boolean => owner == null || ingest_id === owner;
  const openPredictions = allPredictions.filter(counts);
  const openBets = allBets.filter(counts);
  await setAside(database, 'predictions', allPredictions, counts, mayWrite);
  await setAside(database, 'side_bets', allBets, counts, mayWrite);
  if (openPredictions.length > 0) {
    await mayWrite();
    await setEach(database, 'predictions', openPredictions, (p) => predictionOutcome(p, endTick));
    const first = openPredictions.reduce((a, b) => (b.predicted_at_tick < a.predicted_at_tick ? b : a));
    await mayWrite();
    await games.collection.updateOne(key, { $max: { had_predictions: true } }, DURABLE);
    await mayWrite();
    // The game's accuracy is its first prediction's; a later batch may still bring an earlier one.
    await games.collection.updateOne(
      {
        ...key,
        $or: [{ first_prediction_tick: null }, { first_prediction_tick: { $gt: first.predicted_at_tick } }],
      },
      {
        $set: {
          first_prediction_tick: first.predicted_at_tick,
          prediction_accuracy: Math.abs(endTickError(first.predicted_end_tick, endTick).e40),
          first_forecast: firstForecast(first, endTick),
        },
      },
      DURABLE,
    );
  }
  if (openBets.length > 0) {
    await mayWrite();
    await setEach(database, 'side_bets', openBets, (bet) => sideBetOutcome(bet, endTick));
    const placed = await side_bets.countDocuments({ ...key, counted: { $ne: false } }).read('primary');
    await mayWrite();
    // Ingest counts too, and after a restart in mid-game it may have counted fewer than are stored.
    await games.collection.updateOne(key, { $max: { side_bets_placed: placed } }, DURABLE);
  }
  return momentsOf(key, [...allPredictions, ...allBets]);
}

/**
 * The game was given up: nothing of it is scored, nothing stays open. Its end may still come, and then it is scored: whoever
 * stores the end finds what is void, too, whichever of the two is faster.
 */
async function voidGame(database: Database, key: GameKey, mayWrite: MayWrite): Promise<Moment[]> {
  const { predictions, side_bets } = database.models;
  const open = { ...key, resolved: false };
  const closed = await Promise.all([
    predictions.find(open, { created_at: 1 }).read('primary').lean(),
    side_bets.find(open, { created_at: 1 }).read('primary').lean(),
  ]);
  const set = { resolved: true, void: true };
  await mayWrite();
  await predictions.collection.updateMany(open, { $set: set }, DURABLE);
  await mayWrite();
  await side_bets.collection.updateMany(open, { $set: { ...set, actual_outcome: 'VOID' } }, DURABLE);
  return momentsOf(key, closed.flat());
}

/**
 * A moment in each hour that a closed game touched. Told every time, not only when something was scored: a process that is
 * killed between the scores and the mark of their hour leaves nothing open that would tell the repetition.
 */
function momentsOfGame(
  feed: string,
  game: Pick<GameDocument, 'created_at' | 'ended_at' | 'abandoned_at'>,
): Moment[] {
  const end = game.ended_at ?? game.abandoned_at;
  if (!end) return [];
  const moments: Moment[] = [];
  for (let at = Number(game.created_at); at < Number(end); at += HOUR_MS)
    moments.push({ feed, at: new Date(at) });
  return [...moments, { feed, at: end }];
}

const momentsOf = ({ feed }: GameKey, documents: readonly { created_at: Date }[]): Moment[] =>
  documents.map(({ created_at }) => ({ feed, at: created_at }));

/** Marks those that do not count. */
async function setAside(
  database: Database,
  collection: 'predictions' | 'side_bets',
  documents: readonly { _id: Types.ObjectId; ingest_id: string }[],
  counts: (document: { ingest_id: string }) => boolean,
  mayWrite: MayWrite,
): Promise<void> {
  const others = documents.filter((document) => !counts(document));
  if (others.length === 0) return;
  await mayWrite();
  await database.models[collection].collection.updateMany(
    { _id: { $in: others.map(({ _id }) => _id) } },
    { $set: { ...NOT_COUNTED, ...(collection === 'side_bets' && { actual_outcome: 'VOID' }) } },
    DURABLE,
  );
}

async function setEach<T extends { _id: Types.ObjectId }>(
  database: Database,
  collection: 'predictions' | 'side_bets',
  documents: readonly T[],
  outcome: (document: T) => object,
): Promise<void> {
  await database.models[collection].collection.bulkWrite(
    documents.map((document) => ({
      updateOne: { filter: { _id: document._id, ...OPEN_OR_VOID }, update: { $set: outcome(document) } },
    })),
    { ordered: false, ...DURABLE },
  );
}

function groupByFeed(games: readonly GameKey[]): Map<string, string[]> {
  const groups = new Map<string, Set<string>>();
  for (const { feed, game_id } of games) groups.set(feed, (groups.get(feed) ?? new Set()).add(game_id));
  return new Map([...groups].map(([feed, ids]) => [feed, [...ids]]));
}
