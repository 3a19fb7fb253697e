const { log, max, min, sqrt } = Math;

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
  readonly #features: TickFeatures = blank();
  #tick = 0;
  #price = 1;
  #peak = 1;
  #peakTick = 0;
  #emaPeak = 1;
  #earlyPeakTicks = 0;
  readonly #returns = new Float64Array(RETURNS);
  #count = 0;
  #sum = 0;
  #sumOfSquares = 0;

  /** Of the tick taken last: one object that changes with every tick. Copy what is to be kept. */
  get current(): Readonly<TickFeatures> {
    return this.#features;
  }

  get peak(): number {
    return this.#peak;
  }

  startGame(): void {
    Object.assign(this.#features, blank());
    this.#tick = 0;
    this.#price = 1;
    this.#peak = 1;
    this.#peakTick = 0;
    this.#emaPeak = 1;
    this.#earlyPeakTicks = 0;
    this.#count = 0;
    this.#sum = 0;
    this.#sumOfSquares = 0;
  }

  /** Takes the price at a tick; ticks ascend within a game. Returns {@link current}. */
  update(tick: number, price: number): Readonly<TickFeatures> {
    const features = this.#features;
    const previous = this.#price;
    this.#tick = tick;
    this.#price = price;
    if (price > this.#peak) {
      this.#peak = price;
      this.#peakTick = tick;
    }
    features.ema10 += 0.2 * (price - features.ema10);
    features.ema40 += 0.05 * (price - features.ema40);
    this.#emaPeak += 0.1 * (price - this.#emaPeak);
    features.up_streak = price > previous ? features.up_streak + 1 : 0;
    features.down_streak = price < previous ? features.down_streak + 1 : 0;
    if (price > 0 && previous > 0) this.#addReturn(log(price / previous));
    const n = min(this.#count, RETURNS);
    const mean = n === 0 ? 0 : this.#sum / n;
    features.r_mean40 = mean;
    features.r_std40 = n === 0 ? 0 : sqrt(max(0, this.#sumOfSquares / n - mean * mean));
    features.drawdown = 1 - price / this.#peak;
    features.dist_to_peak = this.#peak - price;
    features.since_peak = tick - this.#peakTick;
    if (!features.epr_active) features.epr_active = this.#earlyPeak();
    features.hazard_scale = hazardScale(features);
    return features;
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

  #earlyPeak(): boolean {
    if (this.#tick > EARLY_PEAK.withinTicks) return false;
    this.#earlyPeakTicks = this.#peak >= EARLY_PEAK.ratio * this.#emaPeak ? this.#earlyPeakTicks + 1 : 0;
    return this.#earlyPeakTicks >= EARLY_PEAK.forTicks;
  }
}

/** Before the first tick; the price is 1. */
function blank(): TickFeatures {
  return {
    ema10: 1,
    ema40: 1,
    r_mean40: 0,
    r_std40: 0,
    up_streak: 0,
    down_streak: 0,
    drawdown: 0,
    dist_to_peak: 0,
    since_peak: 0,
    hazard_scale: 1,
    epr_active: false,
  };
}

function hazardScale(f: Omit<TickFeatures, 'hazard_scale'>): number {
  let scale = 1;
  if (f.epr_active) scale *= 0.85;
  if (f.since_peak > 120 && f.r_std40 < 0.02) scale *= 0.9;
  if (f.up_streak >= 8) scale *= 0.92;
  if (f.down_streak >= 8) scale *= 1.08;
  return min(1.5, max(0.6, scale));
}
