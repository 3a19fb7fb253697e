import type { FinishedGame, LiveState, LiveUpdate } from '@ted/messaging';
import { updateMessage } from '../../services/api-gateway/src/views/messages.ts';
import type { Figure } from '../figure.ts';
import { growth } from '../growth.ts';

const GAMES = [10, 100, 1000, 10_000];
const ROUNDS = 15;
const UPDATES = 200;

/** An update's message by how many finished games the gateway has in memory (`PREDICTION_HISTORY_SIZE`): the least of some rounds. */
export function* measureMessageCost(state: LiveState): Generator<Figure> {
  const points = GAMES.map((games) => ({ work: games, cost: micros(withGames(state, games)) }));
  yield* growth('gateway, the message of an update', {
    per: 'finished games',
    unit: 'µs',
    points,
    most: 0.1,
  });
}

function withGames(state: LiveState, games: number): LiveState {
  const known = state.history;
  const history = Array.from({ length: games }, (_, n): FinishedGame => ({
    ...known[n % known.length]!,
    game_id: `game-${n}`,
  }));
  return { ...state, history };
}

function micros(state: LiveState): number {
  const { seq, at, cooldown_ms, game, forecast, advice, totals } = state;
  const update: LiveUpdate = { type: 'update', seq, at, cooldown_ms, game, forecast, advice, totals };
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = process.cpuUsage();
    for (let i = 0; i < UPDATES; i++) JSON.stringify(updateMessage(state, update));
    const { user, system } = process.cpuUsage(began);
    return (user + system) / UPDATES;
  });
  return Math.min(...rounds);
}
