/** End ticks that are not passed with probability 0.1, 0.2 … 0.9. */
export interface Quantiles {
  q10: number;
  q20: number;
  q30: number;
  q40: number;
  q50: number;
  q60: number;
  q70: number;
  q80: number;
  q90: number;
}
