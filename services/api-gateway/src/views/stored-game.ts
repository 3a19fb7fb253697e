import type * as z from 'zod';
import type { GameDocument } from '@ted/storage';
import type { storedGame } from '../schemas/stored-game.ts';

/** What other parts of TED write into a game's document beside what ingest sends. */
interface Checked {
  scores?: z.input<typeof storedGame>['scores'];
}

/** A stored game as lists show it. */
export function storedGameView(game: GameDocument & Checked): z.input<typeof storedGame> {
  return {
    game_id: game.game_id,
    feed: game.feed,
    started_at: game.created_at.toISOString(),
    ended_at: game.ended_at?.toISOString() ?? null,
    start_tick: game.start_tick ?? null,
    end_tick: game.end_tick ?? null,
    peak_price: game.peak_price ?? null,
    final_price: game.final_price ?? null,
    missed_ticks: game.missed_ticks ?? null,
    forecast: game.first_forecast ?? null,
    verdict: game.fairness?.verdict ?? 'waiting',
    first_difference_tick: game.fairness?.first_difference?.tick ?? null,
    scores: game.scores ?? null,
  };
}
