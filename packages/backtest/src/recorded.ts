import { readNdjson, recordedFrames } from '@ted/feed-simulator';
import { GameTracker, parseGameStateUpdate, type GameState } from '@ted/game';
import { BEGINNING, type Game } from './game.ts';

/**
 * The games of a recording (.ndjson, .ndjson.gz), as ingest would have followed them: every shape that `./ted replay` plays.
 * A tick that nobody recorded has the price before it. Rejects with the line that is not JSON or of no known shape.
 */
export async function* recordedGames(file: string): AsyncGenerator<Game> {
  const tracker = new GameTracker();
  let prices = new Map<number, number>();
  for await (const { number, value } of readNdjson(file)) {
    const frames = recordedFrames(value);
    if (!frames) throw new Error(`line ${number}: of no known shape`);
    for (const { event, data, timeMs } of frames) {
      if (event !== 'gameStateUpdate') continue;
      const parsed = parseGameStateUpdate(data);
      if (!parsed.ok) continue;
      for (const happened of tracker.handle(parsed.update, timeMs)) {
        if (happened.type === 'started') prices = new Map();
        else if (happened.type === 'tick') prices.set(happened.tick, happened.price);
        else if (happened.type === 'ended') yield gameOf(happened.game, prices, happened.game.tick);
        else if (happened.type === 'abandoned') yield gameOf(happened.game, prices, null);
      }
    }
  }
}

function gameOf(game: GameState, known: ReadonlyMap<number, number>, endTick: number | null): Game {
  const first = Math.max(0, Math.min(game.startTick, ...known.keys()));
  // Who saw one of the first ticks knows the beginning: the price at tick 0 is 1.
  const startTick = first <= BEGINNING ? 0 : first;
  const last = endTick === null ? game.tick : endTick - 1;
  const prices: number[] = [];
  for (let tick = startTick; tick <= last; tick++) prices.push(known.get(tick) ?? prices.at(-1) ?? 1);
  return { startTick, prices, endTick, finalPrice: game.price };
}
