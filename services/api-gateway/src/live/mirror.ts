import type { FinishedGame, LiveBet, LiveMessage, LiveState } from '@ted/messaging';

/** The gateway's copy of ingest's live state, kept up to date by its messages. Empty until the first one. */
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
      state.outbox = message.outbox;
      return;
    }
    const { finished, bet, type: _type, ...moment } = message;
    Object.assign(state, moment);
    if (bet) state.bets.push(bet);
    if (finished) this.#addFinished(state, finished);
  }

  #addFinished(state: LiveState, finished: FinishedGame): void {
    state.history.push(finished);
    for (const bet of state.bets) {
      if (bet.game_id === finished.game_id)
        bet.won = bet.tick < finished.end_tick && finished.end_tick <= bet.window_end_tick;
    }
    // As long as the longest list that is ever asked for; ingest's own ring decides at the next connection.
    const excess = state.history.length - MAX_HISTORY;
    if (excess > 0) state.history.splice(0, excess);
    if (state.bets.length > MAX_HISTORY) state.bets.splice(0, state.bets.length - MAX_HISTORY);
  }
}

const MAX_HISTORY = 1000;
