import type { RecordOf } from '@ted/messaging';
import { endTickError } from '@ted/forecast';
import type { Types } from 'mongoose';
import type { PredictionDocument, SideBetDocument } from '../collections/documents.ts';
import { DURABLE, type Database } from '../database.ts';
import { bulkUpdate } from './bulk.ts';
import { HOUR_MS } from './hours.ts';
import type { UpdateOperation } from './operations.ts';
import { firstForecast, predictionOutcome, sideBetOutcome, type FirstFields } from './outcomes.ts';
import {
  idsByFeed,
  keyOf,
  ownerCounts,
  readGames,
  type GameKey,
  type StoredGame,
  type StoredGames,
} from './stored-game.ts';

/**
 * Neither scored nor void, or void: an abandoned game's end may still come, and then its forecasts are scored. Not those that
 * never count.
 */
const OPEN_OR_VOID = { $or: [{ resolved: false }, { void: true, counted: { $ne: false } }] };
/** Of another ingest than the game's `forecast_owner`: kept, and never scored. */
const NOT_COUNTED = { resolved: true, void: true, counted: false };

type MayWrite = () => Promise<void>;

/** A record's feed and time. */
export interface Moment {
  feed: string;
  at: Date;
}

/** What a batch has written. */
export interface WrittenBatch {
  /** All games that it speaks of. */
  games: readonly GameKey[];
  /** Those that are stored, as they were before its forecasts were written. */
  before: StoredGames;
  /** Forecasts that were written together with their outcomes. */
  scored: readonly (RecordOf<'prediction'> | RecordOf<'side_bet'>)[];
}

interface OpenForecasts {
  predictions: (PredictionDocument & { _id: Types.ObjectId })[];
  bets: (SideBetDocument & { _id: Types.ObjectId })[];
}

/**
 * Scores what is open of the given games. Must run after the batch's own writes were acknowledged: then of any two batches
 * that bring an end and its predictions to different replicas, the later one sees both (DELIVERY: outcomes).
 * @param mayWrite called before every write
 * @returns moments in the hours whose figures may have changed, so that the finished ones can be computed again
 */
export async function resolveOutcomes(
  database: Database,
  { games, before, scored }: WrittenBatch,
  mayWrite: MayWrite,
): Promise<Moment[]> {
  // An end may have come meanwhile; one that was there stays.
  const endless = games.filter((game) => before.get(keyOf(game))?.end_tick == null);
  const stored = new Map([...before, ...(await readGames(database, endless))]);
  const ended = [...stored.values()].filter(({ end_tick }) => end_tick != null);
  const open = await findOpen(database, ended);
  const closed = await scoreAll(database, ended, open, scored, mayWrite);
  for (const game of stored.values()) {
    closed.push(...momentsOfGame(game));
    if (game.end_tick == null && game.status === 'abandoned')
      closed.push(...(await voidGame(database, game, mayWrite)));
  }
  return closed;
}

async function findOpen(database: Database, games: readonly GameKey[]): Promise<OpenForecasts> {
  const filters = [...idsByFeed(games)].map(([feed, ids]) => ({
    feed,
    game_id: { $in: ids },
    ...OPEN_OR_VOID,
  }));
  const { predictions, side_bets } = database.models;
  const [openPredictions, openBets] = await Promise.all([
    Promise.all(filters.map((filter) => predictions.find(filter).read('primary').lean())),
    Promise.all(filters.map((filter) => side_bets.find(filter).read('primary').lean())),
  ]);
  return { predictions: openPredictions.flat(), bets: openBets.flat() };
}

/**
 * The game's own figures come before the forecasts' outcomes: whoever repeats this after a crash in between finds the forecasts
 * still open.
 */
async function scoreAll(
  database: Database,
  ended: readonly StoredGame[],
  open: OpenForecasts,
  scored: WrittenBatch['scored'],
  mayWrite: MayWrite,
): Promise<Moment[]> {
  const found = [...open.predictions, ...open.bets];
  // Only now: a forecast that was seen had claimed its game before. An owner that was there stays.
  const unowned = ended.filter(({ forecast_owner }) => forecast_owner == null);
  const games = new Map(ended.map((game) => [keyOf(game), game]));
  if (found.length > 0 && unowned.length > 0)
    for (const [key, game] of await readGames(database, unowned)) games.set(key, game);
  const counts = (forecast: GameKey & { ingest_id: string }): boolean =>
    ownerCounts(games.get(keyOf(forecast))!, forecast);
  const endOf = (forecast: GameKey): number => games.get(keyOf(forecast))!.end_tick!;
  const predictions = open.predictions.filter(counts);
  const bets = open.bets.filter(counts);

  await setAside(database, 'predictions', open.predictions, counts, mayWrite);
  await setAside(database, 'side_bets', open.bets, counts, mayWrite);
  const figures = [
    ...firstPredictions([...predictions, ...scored.filter((f) => f.kind === 'prediction')], endOf),
    ...(await placedBets(database, [...bets, ...scored.filter((f) => f.kind === 'side_bet')])),
  ];
  if (figures.length > 0) await mayWrite();
  const { refused } = await bulkUpdate(database, figures, false);
  if (refused[0]) throw new Error(`a game's figures are refused: ${refused[0].reason}`);
  await setEach(database, 'predictions', predictions, (p) => predictionOutcome(p, endOf(p)), mayWrite);
  await setEach(database, 'side_bets', bets, (bet) => sideBetOutcome(bet, endOf(bet)), mayWrite);
  return found.map(({ feed, created_at }) => ({ feed, at: created_at }));
}

/** A game's accuracy is its first prediction's; a later batch may still bring an earlier one. */
function firstPredictions(
  predictions: readonly (GameKey & FirstFields)[],
  endOf: (game: GameKey) => number,
): UpdateOperation[] {
  const firsts = new Map<string, GameKey & FirstFields>();
  for (const prediction of predictions) {
    const known = firsts.get(keyOf(prediction));
    if (!known || prediction.predicted_at_tick < known.predicted_at_tick)
      firsts.set(keyOf(prediction), prediction);
  }
  return [...firsts.values()].flatMap((first): UpdateOperation[] => {
    const { feed, game_id, predicted_at_tick: tick } = first;
    const endTick = endOf(first);
    return [
      { collection: 'games', filter: { feed, game_id }, update: { $max: { had_predictions: true } } },
      {
        collection: 'games',
        filter: {
          ...{ feed, game_id },
          $or: [{ first_prediction_tick: null }, { first_prediction_tick: { $gt: tick } }],
        },
        update: {
          $set: {
            first_prediction_tick: tick,
            prediction_accuracy: Math.abs(endTickError(first.predicted_end_tick, endTick).e40),
            first_forecast: firstForecast(first, endTick),
          },
        },
      },
    ];
  });
}

/** Ingest counts too, and after a restart in mid-game it may have counted fewer than are stored. */
async function placedBets(database: Database, bets: readonly GameKey[]): Promise<UpdateOperation[]> {
  const games = new Map(bets.map((bet) => [keyOf(bet), bet]));
  return Promise.all(
    [...games.values()].map(async ({ feed, game_id }) => {
      const placed = await database.models.side_bets
        .countDocuments({ feed, game_id, counted: { $ne: false } })
        .read('primary');
      return {
        collection: 'games' as const,
        filter: { feed, game_id },
        update: { $max: { side_bets_placed: placed } },
      };
    }),
  );
}

/**
 * The game was given up: nothing of it is scored, nothing stays open. Its end may still come, and then it is scored: whoever
 * stores the end finds what is void, too, whichever of the two is faster.
 */
async function voidGame(
  database: Database,
  { feed, game_id }: GameKey,
  mayWrite: MayWrite,
): Promise<Moment[]> {
  const { predictions, side_bets } = database.models;
  const open = { feed, game_id, resolved: false };
  const closed = await Promise.all([
    predictions.find(open, { created_at: 1 }).read('primary').lean(),
    side_bets.find(open, { created_at: 1 }).read('primary').lean(),
  ]);
  const set = { resolved: true, void: true };
  await mayWrite();
  await predictions.collection.updateMany(open, { $set: set }, DURABLE);
  await mayWrite();
  await side_bets.collection.updateMany(open, { $set: { ...set, actual_outcome: 'VOID' } }, DURABLE);
  return closed.flat().map(({ created_at }) => ({ feed, at: created_at }));
}

/**
 * A moment in each hour that a closed game touched. Told every time, not only when something was scored: a process that is
 * killed between the scores and the mark of their hour leaves nothing open that would tell the repetition.
 */
function momentsOfGame({ feed, created_at, ended_at, abandoned_at }: StoredGame): Moment[] {
  const end = ended_at ?? abandoned_at;
  if (!end) return [];
  const moments: Moment[] = [];
  for (let at = Number(created_at); at < Number(end); at += HOUR_MS) moments.push({ feed, at: new Date(at) });
  return [...moments, { feed, at: end }];
}

/** Marks those that do not count. */
async function setAside<T extends { _id: Types.ObjectId }>(
  database: Database,
  collection: 'predictions' | 'side_bets',
  documents: readonly T[],
  counts: (document: T) => boolean,
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

async function setEach<T extends GameKey & { _id: Types.ObjectId }>(
  database: Database,
  collection: 'predictions' | 'side_bets',
  documents: readonly T[],
  outcome: (document: T) => object,
  mayWrite: MayWrite,
): Promise<void> {
  if (documents.length === 0) return;
  await mayWrite();
  await database.models[collection].collection.bulkWrite(
    documents.map((document) => {
      // The game tells a sharded cluster where the document lies.
      const { _id, feed, game_id } = document;
      return {
        updateOne: { filter: { _id, feed, game_id, ...OPEN_OR_VOID }, update: { $set: outcome(document) } },
      };
    }),
    { ordered: false, ...DURABLE },
  );
}
