import type * as z from 'zod';
import { replayGame } from '@ted/fairness';
import type { LiveFairness } from '@ted/messaging';
import type { FairnessOverview, GameDocument } from '@ted/storage';
import type { fairnessOverview, gameFairness } from '../schemas/fairness.ts';

/** e^700 is near the largest number; further evidence is shown as this much. */
const MOST_LOG_E = 700;
const eValue = (logE: number): number => Math.exp(Math.min(logE, MOST_LOG_E));

/**
 * A feed's fairness as stored, with the evidence as it stands in ingest, or where ingest is away or follows another feed, as
 * the last stored game says.
 */
export function fairnessView(
  feed: string,
  stored: FairnessOverview,
  live: LiveFairness | undefined,
): z.input<typeof fairnessOverview> {
  const { verified, mismatch, unverifiable, waiting, highest, series } = stored;
  const logE = live?.log_e ?? series.at(-1)?.log_e ?? 0;
  // A stake of 1 was what there was before the first game.
  const maxLogE = live?.max_log_e ?? Math.max(0, highest?.log_e ?? 0);
  return {
    feed,
    games: { verified, mismatch, unverifiable, waiting },
    first_game_at: stored.firstGameAt?.toISOString() ?? null,
    e_value: eValue(logE),
    log_e: logE,
    max_e_value: eValue(maxLogE),
    // An ingest that began anew has not been where an earlier one was.
    max_at: highest && maxLogE > 0 && highest.log_e <= maxLogE ? highest.ended_at.toISOString() : null,
    rejected_at_game: live?.rejected_at_game ?? null,
    warm_up_games: live?.warm_up_games ?? null,
    games_counted: live?.games ?? stored.counted,
    series: series.map(({ game_id, ended_at, log_e }) => ({ game_id, at: ended_at.toISOString(), log_e })),
    exceptions: stored.exceptions.map(({ game_id, ended_at, fairness }) => ({
      game_id,
      ended_at: ended_at?.toISOString() ?? null,
      verdict: fairness!.verdict,
      reason: fairness!.reason,
      first_difference: fairness!.first_difference,
    })),
  };
}

/** A game's check, with the game that its seed makes. */
export function gameFairnessView(game: GameDocument): z.input<typeof gameFairness> {
  const { game_id, feed, fairness, version = null, server_seed = null } = game;
  const replay =
    server_seed === null ? undefined : replayGame(server_seed, game_id, version, fairness?.algorithm_version);
  return {
    game_id,
    feed,
    verdict: fairness?.verdict ?? 'waiting',
    compared: fairness?.compared ?? [],
    prices_compared: fairness?.prices_compared ?? 0,
    first_difference: fairness?.first_difference ?? null,
    reason: fairness?.reason ?? null,
    algorithm_version: fairness?.algorithm_version ?? null,
    checked_at: fairness?.checked_at.toISOString() ?? null,
    version,
    server_seed,
    server_seed_hash: game.server_seed_hash ?? null,
    end_tick: game.end_tick ?? null,
    peak_price: game.peak_price ?? null,
    replay: replay ? { end_tick: replay.endTick, peak_price: replay.peakPrice, prices: replay.prices } : null,
  };
}
