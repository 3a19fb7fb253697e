import type { LiveState } from '@ted/messaging';

/** The running game, or between games the last one, under the API's older names. Everything is 0 or "" before the first. */
export function gameState(state: Readonly<LiveState> | undefined) {
  const game = state?.game;
  return {
    gameId: game?.game_id ?? '',
    startTime: game ? new Date(game.started_at).toISOString() : '',
    peak_price: game?.peak_price ?? 0,
    peakPrice: game?.peak_price ?? 0,
    startTick: game?.start_tick ?? 0,
    side_bet_evaluated: state !== undefined,
    currentTick: game?.tick ?? 0,
    currentPrice: game?.price ?? 0,
    isActive: game?.phase === 'running',
    isRugged: game?.rugged ?? false,
    phase: game?.phase ?? 'waiting',
    cooldown_ms: state?.cooldown_ms ?? null,
  };
}
