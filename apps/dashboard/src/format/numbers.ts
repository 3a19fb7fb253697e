/** Shown where nothing is known. Never 0. */
export const UNKNOWN = '–';

const MINUS = '\u2212';
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const upToTwo = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
/** By their number of decimals. Making one costs fifty times as much as using it, and a chart writes numbers at each frame. */
const withDecimals: Intl.NumberFormat[] = [];

/** "1,204" */
export const count = (value: number): string => typographic(whole.format(value));

/** "10.63×"; four decimals below 0.1, where two would say nothing. */
export const price = (value: number): string => `${fixed(value, value < 0.1 ? 4 : 2)}×`;

/** "18.7%" @param share in [0, 1] */
export const percent = (share: number, decimals = 1): string => `${fixed(100 * share, decimals)}%`;

/** "20%", "97.5%": as many decimals as it takes. */
export const exactPercent = (share: number): string => typographic(`${upToTwo.format(100 * share)}%`);

/** A share beside a limit, with more decimals where rounding would make them equal: "19.96%", not "20.0%". */
export function percentBeside(share: number, limit: number, decimals = 1): string {
  let enough = decimals;
  while (share !== limit && enough < 6 && fixed(100 * share, enough) === fixed(100 * limit, enough)) enough++;
  return percent(share, enough);
}

/** "+0.37", "−0.07" */
export function signed(value: number, decimals = 2): string {
  const text = fixed(Math.abs(value), decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? MINUS : '+'}${text}`;
}

function fixed(value: number, decimals: number): string {
  const format = (withDecimals[decimals] ??= new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }));
  return typographic(format.format(value));
}

const typographic = (text: string): string => text.replace('-', MINUS);

/** "+2.1%", "−0.1%" @param share in [−1, 1] */
export function signedPercent(share: number, decimals = 1): string {
  return `${signed(100 * share, decimals)}%`;
}

/** "−0.3% to +0.3%", of shares; with more decimals where a limit would look like the 0 that it lies beside. */
export function signedRange([low, high]: readonly [number, number], unit = ''): string {
  let decimals = 1;
  const looksLikeZero = (share: number) =>
    share !== 0 && Number(fixed(Math.abs(100 * share), decimals)) === 0;
  while (decimals < 6 && (looksLikeZero(low) || looksLikeZero(high))) decimals++;
  return `${signed(100 * low, decimals)}${unit} to ${signed(100 * high, decimals)}${unit}`;
}

/** An e-value: "0.37", "31", "2.4e+6" beyond a million. */
export function evidence(value: number): string {
  if (value >= 1e6) return value.toExponential(1);
  return value >= 1000 ? count(value) : fixed(value, value >= 100 ? 0 : 2);
}

/** "12.40" */
export const decimal = (value: number, decimals = 2): string => fixed(value, decimals);
