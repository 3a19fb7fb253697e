import type { LiveBet, LiveTotals } from '@ted/messaging';
import { RECORD_VERSION, type RecordOf } from '@ted/messaging';
import type { Origin } from '../pipeline/game-records.ts';

const MINUTE_MS = 60_000;

/** Counts what the feed and the bets did: for the status, and minute by minute for the stored system samples. */
export class Monitor {
  readonly #rejected = new Map<string, number>();
  #updates = 0;
  #games = 0;
  #lastUpdateAt: number | null = null;
  readonly #bets = { total: 0, positive_ev: 0, won: 0, lost: 0, total_ev: 0 };
  #minute = { start: startOfMinute(Date.now()), updates: 0, latencyMs: 0, disconnects: 0, errors: 0 };

  updateTaken(at: number, tookMs: number): void {
    this.#updates++;
    this.#lastUpdateAt = at;
    this.#minute.updates++;
    this.#minute.latencyMs += tookMs;
  }

  rejected(reason: string): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
    this.#minute.errors++;
  }

  disconnected(): void {
    this.#minute.disconnects++;
  }

  gameFinished(): void {
    this.#games++;
  }

  betRecommended(bet: LiveBet): void {
    this.#bets.total++;
    if (bet.expected_value > 0) this.#bets.positive_ev++;
    this.#bets.total_ev += bet.expected_value;
  }

  betSettled(bet: LiveBet): void {
    if (bet.won) this.#bets.won++;
    else this.#bets.lost++;
  }

  totals({ connected, reconnects }: { connected: boolean; reconnects: number }): LiveTotals {
    return {
      connected,
      reconnects,
      updates: this.#updates,
      rejected: Object.fromEntries(this.#rejected),
      games: this.#games,
      last_update_at: this.#lastUpdateAt,
      bets: { ...this.#bets },
    };
  }

  /** The sample of the minute that has just passed, or undefined while it still runs. */
  passedMinute(origin: Origin, now: number): RecordOf<'system_sample'> | undefined {
    const { start, updates, latencyMs, disconnects, errors } = this.#minute;
    if (now < start + MINUTE_MS) return undefined;
    this.#minute = { start: startOfMinute(now), updates: 0, latencyMs: 0, disconnects: 0, errors: 0 };
    return {
      kind: 'system_sample',
      v: RECORD_VERSION,
      feed: origin.feed,
      created_at: start,
      ingest_id: origin.ingestId,
      minute: start,
      avg_latency_ms: updates === 0 ? null : latencyMs / updates,
      updates,
      websocket_disconnects: disconnects,
      errors_logged: errors,
    };
  }
}

const startOfMinute = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;
