import type { ReactNode } from 'react';
import styles from './table.module.css';

/** A wide table that scrolls inside its panel and keeps its first column in place. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table}>{children}</table>
    </div>
  );
}
