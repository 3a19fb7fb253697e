import { exactPercent, percent, percentBeside } from '../format/numbers.ts';
import { FAIR_CHANCE } from '../game.ts';
import styles from './Gauge.module.css';

interface GaugeProps {
  chance: number | null;
  /** Where the true chance lies, 95% sure. */
  range?: { low: number; high: number } | null;
  /** Break-even: it stands in the middle of the scale. */
  threshold: number;
}

/** The chance beside what it must beat. Says nothing that the words around it do not say. */
export function Gauge({ chance, range = null, threshold }: GaugeProps) {
  const full = 2 * threshold;
  const share = (value: number): number => (100 * Math.min(Math.max(value, 0), full)) / full;
  const at = (value: number): string => `${share(value)}%`;
  const fromRight = (value: number): string => `${100 - share(value)}%`;
  const isOff = chance !== null && chance > full;
  const isAbove = chance !== null && chance > threshold;
  return (
    <div className={styles.gauge}>
      <div className={styles.above} aria-hidden="true">
        <span className={isAbove ? styles.breakEvenBefore : styles.breakEven}>
          break-even {exactPercent(threshold)}
        </span>
        {chance !== null && (
          <span
            className={isAbove ? styles.tedAfter : styles.tedBefore}
            style={
              isAbove
                ? { left: `max(calc(${at(Math.min(chance, full * 0.75))} - 12px), calc(50% + 5px))` }
                : { right: `max(calc(${fromRight(chance)} - 12px), calc(50% + 5px))` }
            }
          >
            {isOff ? `TED ${percentBeside(chance, threshold)} →` : 'TED'}
          </span>
        )}
      </div>
      <div className={styles.track} aria-hidden="true">
        <div className={styles.below} />
        {range && (
          <div className={styles.range} style={{ left: at(range.low), right: fromRight(range.high) }} />
        )}
        <div className={styles.limit} />
        {chance !== null && <div className={styles.mark} style={{ left: at(chance) }} />}
        <div className={styles.fair} style={{ left: at(FAIR_CHANCE) }} />
      </div>
      <div className={styles.scale} aria-hidden="true">
        <span>0%</span>
        <span className={styles.fairWord} style={{ right: fromRight(FAIR_CHANCE) }}>
          fair game {percent(FAIR_CHANCE)}
        </span>
        <span>{exactPercent(full)}</span>
      </div>
      <p className={styles.note}>
        {range && chance !== null && (
          <>
            Band: where the true chance lies, 95% sure
            <span className="visually-hidden">
              , {percent(range.low)} to {percent(range.high)}
            </span>
            .
          </>
        )}
      </p>
    </div>
  );
}
