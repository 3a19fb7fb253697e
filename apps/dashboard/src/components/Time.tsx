import { dayOf, timeOfDay, utc } from '../format/times.ts';
import styles from './Time.module.css';

interface TimeProps {
  /** ISO. */
  at: string;
  withDay?: boolean;
  /** Not inside of a link or button, whose focus would show it: takes the focus itself. */
  isAlone?: boolean;
  className?: string | undefined;
}

/** A moment in the reader's zone; the same in UTC when it is pointed at or has the focus. */
export function Time({ at, withDay = false, isAlone = false, className = '' }: TimeProps) {
  return (
    <time
      className={`${styles.time} ${className}`}
      dateTime={at}
      data-utc={utc(at)}
      tabIndex={isAlone ? 0 : undefined}
    >
      {withDay && <span className={styles.day}>{dayOf(at)} </span>}
      {timeOfDay(at)}
    </time>
  );
}
