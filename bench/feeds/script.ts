import { simulatedGames } from '@ted/feed-simulator';

/** One update of a feed, as it goes over the wire behind the name of its event. */
export interface ScriptedUpdate {
  json: string;
  game: string;
  tick: number;
}

interface Shown {
  gameId: string;
  active?: boolean;
  tickCount?: number;
}

/** The updates of simulated games without the time between them: a tick follows on a tick. Made and encoded once, played by many feeds. */
export function script(seed: string, length: number): ScriptedUpdate[] {
  const updates: ScriptedUpdate[] = [];
  const frames = simulatedGames({ seed }).frames() as Iterable<{ event: string; data: unknown }>;
  for (const { event, data } of frames) {
    if (event !== 'gameStateUpdate') continue;
    const { gameId, active, tickCount } = data as Shown;
    if (!active || tickCount === undefined) continue;
    updates.push({ json: JSON.stringify(data), game: gameId, tick: tickCount });
    if (updates.length === length) break;
  }
  return updates;
}
