import styles from './Mark.module.css';

/** TED's mark: a price in ink, its end in TED's blue. */
export function Mark() {
  return (
    <svg className={styles.mark} width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M1 18h18M2 13l4-4 3 3 6-7" />
      <path className={styles.end} d="M15 5v10" />
    </svg>
  );
}
