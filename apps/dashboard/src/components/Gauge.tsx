import { exactPercent, percent } from '../format/numbers.ts';
import { BREAK_EVEN, FAIR_CHANCE } from '../game.ts';
import styles from './Gauge.module.css';

/** The scale ends here, so that break-even lies in its middle. */
const FULL = 2 * BREAK_EVEN;

/** The chance beside what it must beat. Says nothing that the words around it do not say. */
export function Gauge({ chance }: { chance: number | null }) {
  const isOff = chance !== null && chance > FULL;
  const isAbove = chance !== null && chance > BREAK_EVEN;
  return (
    <div className={styles.gauge} aria-hidden="true">
      <div className={styles.above}>
        <span className={isAbove ? styles.breakEvenBefore : styles.breakEven}>
          break-even {exactPercent(BREAK_EVEN)}
        </span>
        {chance !== null && (
          <span
            className={isAbove ? styles.tedAfter : styles.tedBefore}
            style={
              isAbove
                ? { left: at(Math.min(chance, FULL * 0.75)) }
                : { right: `max(calc(${fromRight(chance)} - 4px), calc(50% + 5px))` }
            }
          >
            {isOff ? `TED ${percent(chance)} →` : 'TED'}
          </span>
        )}
      </div>
      <div className={styles.track}>
        <div className={styles.below} />
        <div className={styles.limit} />
        {chance !== null && <div className={styles.mark} style={{ left: at(chance) }} />}
        <div className={styles.fair} style={{ left: at(FAIR_CHANCE) }} />
      </div>
      <div className={styles.scale}>
        <span>0%</span>
        <span className={styles.fairWord} style={{ right: fromRight(FAIR_CHANCE) }}>
          fair game {percent(FAIR_CHANCE)}
        </span>
        <span>{exactPercent(FULL)}</span>
      </div>
    </div>
  );
}

const at = (chance: number): string => `${(100 * Math.min(chance, FULL)) / FULL}%`;
const fromRight = (chance: number): string => `${100 - (100 * Math.min(chance, FULL)) / FULL}%`;
