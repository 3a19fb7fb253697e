const { log, log1p, min } = Math;

/** Mean excess that is tolerated, in nats a forecast, and the sum above it that is an alarm. */
const TOLERATED = 0.02;
const ALARM = 50;

export interface DriftMemory {
  sum: number;
  least: number;
  games: number;
  alarmAt: number | null;
}

/**
 * Page-Hinkley test (Page, Biometrika 41, 1954; Gama et al., ACM Computing Surveys 46, 2014) on the log loss above what
 * the forecast itself expected to lose, −p ln p − (1 − p) ln(1 − p), at forecasts whose windows do not overlap: a
 * calibrated forecast's excess is 0 on average, whatever it says. With the variance of about 0.34 a forecast at p = 0.18,
 * the tolerated drift of 0.02 and the bound of 50 are exceeded by chance with probability e^(−2·0.02·50/0.34) ≈ 0.3%
 * in the long run (Wald's approximation).
 */
export class PageHinkley {
  #sum = 0;
  #least = 0;
  #games = 0;
  #alarmAt: number | null = null;

  constructor(memory?: DriftMemory) {
    if (!memory) return;
    this.#sum = memory.sum;
    this.#least = memory.least;
    this.#games = memory.games;
    this.#alarmAt = memory.alarmAt;
  }

  get memory(): DriftMemory {
    return { sum: this.#sum, least: this.#least, games: this.#games, alarmAt: this.#alarmAt };
  }

  get statistic(): number {
    return this.#sum - this.#least;
  }

  get alarm(): boolean {
    return this.statistic > ALARM;
  }

  /** Count of the game at which the alarm that lasts was given; null without one. */
  get alarmAt(): number | null {
    return this.#alarmAt;
  }

  endGame(forecasts: readonly { p: number; happened: boolean }[]): void {
    this.#games++;
    for (const { p, happened } of forecasts) {
      const loss = -log(happened ? p : 1 - p);
      const expected = -p * log(p) - (1 - p) * log1p(-p);
      this.#sum += loss - expected - TOLERATED;
      this.#least = min(this.#least, this.#sum);
    }
    if (!this.alarm) this.#alarmAt = null;
    else this.#alarmAt ??= this.#games;
  }
}
