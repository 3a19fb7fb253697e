import { useId, type ReactNode } from 'react';
import styles from './Panel.module.css';

export interface PanelProps {
  title: string;
  /** A word at the right of the title. */
  aside?: ReactNode;
  area: 'game' | 'bet' | 'experts' | 'connections';
  children: ReactNode;
}

/** A named part of the page. */
export function Panel({ title, aside, area, children }: PanelProps) {
  const id = useId();
  return (
    <section className={`${styles.panel} ${styles[area]}`} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}
