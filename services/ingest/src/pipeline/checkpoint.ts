import * as z from 'zod';
import type { EvidenceMemory } from '@ted/fairness';
import type { FinishedGame, ForecasterMemory, ModelVersion, Statement } from '@ted/forecast';
import type { GameState } from '@ted/game';
import type { LiveBet } from '@ted/messaging';

/** What was said about the running game so far. */
export interface Told {
  first: Statement | undefined;
  /** The newest forecast that was made as its tick came: when, and whether it was stored. */
  last: { at: number; stored: boolean } | undefined;
  bets: LiveBet[];
  predictions: number;
}
export const nothingTold = (): Told => ({ first: undefined, last: undefined, bets: [], predictions: 0 });

/** What games that are over have left: it changes only when one ends or is learnt from. */
export interface Memory {
  v: 1;
  modelVersion: string;
  /** Undefined: of another model, or there is none. */
  forecaster?: ForecasterMemory;
  /** The model that forecasts beside it, with its memory. */
  challenger?: { modelVersion: string; forecaster: ForecasterMemory };
  /** The newest games that were learnt from, oldest first: another model begins with them. */
  learnt?: FinishedGame[];
  /** Undefined in those of an older ingest. It does not depend on the model: whatever that says, the bets on it are fair. */
  evidence?: EvidenceMemory;
  /** Games that were learnt from. */
  followed: string[];
}

/** The game that runs, as it was then. */
export interface Running {
  game: GameState;
  told: Omit<Told, 'last'>;
  /** First tick at which a bet is possible. */
  nextBetTick: number;
}

/**
 * All that a pipeline needs to go on in another process with the same forecasts. It is stored in the transaction of the
 * records that it belongs to: with each game's start and end, each bet, and whatever was learnt from the feed's history.
 */
export interface Checkpoint extends Memory {
  running?: Running;
}

/** A checkpoint as it is stored. The memory is 70 KB and the running game 3: each is written only when it has changed. */
export interface StoredCheckpoint {
  memory: string | null;
  /** 'null' between games; null where the memory is of an ingest that kept both in one. */
  running: string | null;
}

const runningGame = z.object({
  game: z.object({ gameId: z.string(), startTick: z.int(), peakPrice: z.number() }).loose(),
  told: z.object({ bets: z.array(z.object({ tick: z.int() }).loose()), predictions: z.int() }).loose(),
  nextBetTick: z.int().min(0).optional(),
});

/** The envelope. What is inside was written by this very model, in one transaction; another model's is not used. */
const envelope = z.object({
  v: z.literal(1),
  /** The running game is stored beside it; else it is inside, as an older ingest wrote it. */
  runningApart: z.literal(true).optional(),
  modelVersion: z.string(),
  forecaster: z.object({ mixture: z.record(z.string(), z.unknown()) }).loose(),
  evidence: z.object({ version: z.int() }).loose().optional(),
  challenger: z.object({ modelVersion: z.string() }).loose().optional(),
  learnt: z.array(z.object({ startTick: z.int(), lastTick: z.int() }).loose()).optional(),
  followed: z.array(z.string()),
  running: runningGame.optional(),
});

/**
 * Reads a stored checkpoint. One of another model than `model` keeps the games and loses the forecasts; undefined if it is
 * unusable.
 */
export function parseCheckpoint(texts: StoredCheckpoint, model: ModelVersion): Checkpoint | undefined {
  const stored = joined(texts);
  if (stored === undefined || stored.modelVersion === model) return stored;
  const { forecaster: _ofAnother, running, ...rest } = stored;
  return {
    ...rest,
    // Without the games themselves, those of the feed's history are learnt again.
    followed: stored.learnt ? stored.followed : [],
    ...(running && { running: { ...running, told: { ...running.told, first: undefined } } }),
  };
}

/** Both parts as one, as it was before they were apart. */
function joined({ memory, running }: StoredCheckpoint): Checkpoint | undefined {
  const parsed = envelope.safeParse(parseJson(memory));
  if (!parsed.success) return undefined;
  const { runningApart, ...whole } = parsed.data;
  if (!runningApart) return whole as unknown as Checkpoint;
  const game = runningGame.nullable().safeParse(parseJson(running));
  if (!game.success) return undefined;
  const forecaster = { ...whole.forecaster, nextBetTick: game.data?.nextBetTick ?? 0 };
  return { ...whole, forecaster, ...(game.data && { running: game.data }) } as unknown as Checkpoint;
}

function parseJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
