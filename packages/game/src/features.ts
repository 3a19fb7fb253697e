/**
 * Figures about the price's course so far, each O(1) per tick. Parameters are the original's (EMA α 0.2 and 0.05,
 * log returns over 40 ticks, early peak: peak ≥ 3 × EMA(0.1) for 10 ticks within the first 120): hypotheses, not truths.
 */
export interface TickFeatures {
  ema10: number;
  ema40: number;
  /** Mean and standard deviation of the last 40 log returns. */
  r_mean40: number;
  r_std40: number;
  up_streak: number;
  down_streak: number;
  /** 1 − price/peak. */
  drawdown: number;
  /** peak − price. */
  dist_to_peak: number;
  /** Ticks since the peak. */
  since_peak: number;
  /** The original's hazard factor for these features, 0.6–1.5. */
  hazard_scale: number;
  /** Early-peak regime. */
  epr_active: boolean;
}

const RETURNS = 40;
const EARLY_PEAK = { ratio: 3, withinTicks: 120, forTicks: 10 };

export class FeatureTracker {
  #tick = 0;
  #price = 1;
  #peak = 1;
  #peakTick = 0;
  #ema10 = 1;
  #ema40 = 1;
  #emaPeak = 1;
  #up = 0;
  #down = 0;
  #earlyPeakTicks = 0;
  #earlyPeak = false;
  readonly #returns = new Float64Array(RETURNS);
  #count = 0;
  #sum = 0;
  #sumOfSquares = 0;

  /** Takes the price at a tick; ticks ascend within a game. */
  update(tick: number, price: number): void {
    const previous = this.#price;
    this.#tick = tick;
    this.#price = price;
    if (price > this.#peak) {
      this.#peak = price;
      this.#peakTick = tick;
    }
    this.#ema10 += 0.2 * (price - this.#ema10);
    this.#ema40 += 0.05 * (price - this.#ema40);
    this.#emaPeak += 0.1 * (price - this.#emaPeak);
    this.#up = price > previous ? this.#up + 1 : 0;
    this.#down = price < previous ? this.#down + 1 : 0;
    if (price > 0 && previous > 0) this.#addReturn(Math.log(price / previous));
    this.#watchEarlyPeak();
  }

  get current(): TickFeatures {
    const n = Math.min(this.#count, RETURNS);
    const mean = n === 0 ? 0 : this.#sum / n;
    const variance = n === 0 ? 0 : Math.max(0, this.#sumOfSquares / n - mean * mean);
    const features = {
      ema10: this.#ema10,
      ema40: this.#ema40,
      r_mean40: mean,
      r_std40: Math.sqrt(variance),
      up_streak: this.#up,
      down_streak: this.#down,
      drawdown: 1 - this.#price / this.#peak,
      dist_to_peak: this.#peak - this.#price,
      since_peak: this.#tick - this.#peakTick,
      epr_active: this.#earlyPeak,
    };
    return { ...features, hazard_scale: hazardScale(features) };
  }

  #addReturn(value: number): void {
    const slot = this.#count % RETURNS;
    if (this.#count >= RETURNS) {
      const old = this.#returns[slot]!;
      this.#sum -= old;
      this.#sumOfSquares -= old * old;
    }
    this.#returns[slot] = value;
    this.#sum += value;
    this.#sumOfSquares += value * value;
    this.#count++;
  }

  #watchEarlyPeak(): void {
    if (this.#earlyPeak || this.#tick > EARLY_PEAK.withinTicks) return;
    this.#earlyPeakTicks = this.#peak >= EARLY_PEAK.ratio * this.#emaPeak ? this.#earlyPeakTicks + 1 : 0;
    this.#earlyPeak = this.#earlyPeakTicks >= EARLY_PEAK.forTicks;
  }
}

function hazardScale(f: Omit<TickFeatures, 'hazard_scale'>): number {
  let scale = 1;
  if (f.epr_active) scale *= 0.85;
  if (f.since_peak > 120 && f.r_std40 < 0.02) scale *= 0.9;
  if (f.up_streak >= 8) scale *= 0.92;
  if (f.down_streak >= 8) scale *= 1.08;
  return Math.min(1.5, Math.max(0.6, scale));
}
