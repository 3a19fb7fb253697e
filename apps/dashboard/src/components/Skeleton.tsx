import styles from './Skeleton.module.css';

/** Blocks in the place of words that are still to come. */
export function Skeleton({ lines }: { lines: readonly string[] }) {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {lines.map((width, i) => (
        <div key={i} className={styles.line} style={{ width }} />
      ))}
    </div>
  );
}
