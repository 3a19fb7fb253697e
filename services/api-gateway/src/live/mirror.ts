import { settle } from '@ted/forecast';
import type { FinishedGame, LiveBet, LiveMessage, LiveState } from '@ted/messaging';

/**
 * The gateway's copy of ingest's live state, kept up to date by its messages. Empty until the first one. The history is another array
 * after each game, so that what is made of it need not be made again meanwhile.
 */
export class LiveMirror {
  #state: LiveState | undefined;

  get state(): Readonly<LiveState> | undefined {
    return this.#state;
  }

  get history(): readonly FinishedGame[] {
    return this.#state?.history ?? [];
  }

  get bets(): readonly LiveBet[] {
    return this.#state?.bets ?? [];
  }

  apply(message: LiveMessage): void {
    if (message.type === 'state') {
      this.#state = message;
      return;
    }
    const state = this.#state;
    if (!state) return;
    if (message.type === 'health') {
      state.totals = message.totals;
      state.history_size = message.history_size;
      trim(state);
      state.outbox = message.outbox;
      return;
    }
    const { finished, scores, challenger, fairness, bet, type: _type, ...moment } = message;
    Object.assign(state, moment);
    if (scores) state.scores = scores;
    if (challenger) state.challenger = challenger;
    if (fairness) state.fairness = fairness;
    if (bet) state.bets.push(bet);
    if (finished) this.#addFinished(state, finished);
  }

  #addFinished(state: LiveState, finished: FinishedGame): void {
    state.history = [...state.history, finished];
    for (const bet of state.bets) {
      if (bet.game_id === finished.game_id)
        bet.won = settle(bet.tick, bet.window_end_tick, finished.end_tick).won;
    }
    trim(state);
  }
}

/** Keeps as much as ingest keeps. */
function trim(state: LiveState): void {
  state.history = newest(state.history, state.history_size);
  state.bets = newest(state.bets, state.history_size);
}

/** The newest so many of a list; the list itself if it has no more. */
function newest<T>(list: T[], size: number): T[] {
  return list.length > size ? list.slice(list.length - size) : list;
}
