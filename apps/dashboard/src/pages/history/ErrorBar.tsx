import styles from './ErrorBar.module.css';

const WIDTH = 96;
const MIDDLE = WIDTH / 2;
/** Windows at the scale's ends. */
const FULL = 8;
const NEAR = 2;

/** An error in windows around 0, with the field that counts as near. The number stands beside it. */
export function ErrorBar({ windows }: { windows: number }) {
  const px = (value: number) => MIDDLE + (value / FULL) * (MIDDLE - 6);
  const isOff = Math.abs(windows) > FULL;
  const end = px(Math.max(-FULL, Math.min(FULL, windows)));
  const [left, right] = [Math.min(MIDDLE, end), Math.max(MIDDLE, end)];
  const tip = windows < 0 ? 0 : WIDTH;
  const base = windows < 0 ? left : right;
  return (
    <svg className={styles.bar} width={WIDTH} height="14" aria-hidden="true">
      <rect className={styles.near} x={px(-NEAR)} y="0" width={px(NEAR) - px(-NEAR)} height="14" />
      <rect className={styles.error} x={left} y="4" width={Math.max(1.5, right - left)} height="6" />
      {isOff && <path className={styles.error} d={`M${tip},7L${base},1V13Z`} />}
      <line className={styles.zero} x1={MIDDLE} x2={MIDDLE} y1="0" y2="14" />
    </svg>
  );
}
