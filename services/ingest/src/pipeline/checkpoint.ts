import { z } from 'zod';
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

/**
 * All that a pipeline needs to go on in another process with the same forecasts. It is stored in the transaction of the
 * records that it belongs to: with each game's start and end, each bet, and whatever was learnt from the feed's history.
 */
export interface Checkpoint {
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
  /** The game that runs, as it was then. */
  running?: { game: GameState; told: Omit<Told, 'last'> };
}

/** The envelope. What is inside was written by this very model, in one transaction; another model's is not used. */
const envelope = z.object({
  v: z.literal(1),
  modelVersion: z.string(),
  forecaster: z.object({ mixture: z.record(z.string(), z.unknown()) }).loose(),
  evidence: z.object({ version: z.int() }).loose().optional(),
  challenger: z.object({ modelVersion: z.string() }).loose().optional(),
  learnt: z.array(z.object({ startTick: z.int(), lastTick: z.int() }).loose()).optional(),
  followed: z.array(z.string()),
  running: z
    .object({
      game: z.object({ gameId: z.string(), startTick: z.int(), peakPrice: z.number() }).loose(),
      told: z.object({ bets: z.array(z.object({ tick: z.int() }).loose()), predictions: z.int() }).loose(),
    })
    .optional(),
});

/**
 * Reads a stored checkpoint. One of another model than `model` keeps the games and loses the forecasts; undefined if it is
 * unusable.
 */
export function parseCheckpoint(json: string | null, model: ModelVersion): Checkpoint | undefined {
  if (json === null) return undefined;
  const parsed = envelope.safeParse(parseJson(json));
  if (!parsed.success) return undefined;
  const stored = parsed.data as unknown as Checkpoint;
  if (stored.modelVersion === model) return stored;
  const { forecaster: _ofAnother, running, ...rest } = stored;
  return {
    ...rest,
    // Without the games themselves, those of the feed's history are learnt again.
    followed: stored.learnt ? stored.followed : [],
    ...(running && { running: { game: running.game, told: { ...running.told, first: undefined } } }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
