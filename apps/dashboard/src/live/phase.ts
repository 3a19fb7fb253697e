import type { GameState } from './messages.ts';

/** Presale begins when the cooldown has come down to this. */
const PRESALE_MS = 10_000;

export type Phase =
  | { is: 'unknown' }
  | { is: 'running' }
  | { is: 'ended' }
  | { is: 'cooldown' | 'presale'; remainingMs: number };

/** What the game is doing. The remaining time of a cooldown outranks the phase, which is that of the last game. */
export function phaseOf(game: GameState | null): Phase {
  if (!game) return { is: 'unknown' };
  const { cooldown_ms: remainingMs, phase } = game;
  if (remainingMs !== null) return { is: remainingMs > PRESALE_MS ? 'cooldown' : 'presale', remainingMs };
  if (phase === 'running' || phase === 'ended') return { is: phase };
  return { is: 'unknown' };
}
