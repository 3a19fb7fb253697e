import { useId, type ReactNode } from 'react';
import styles from './Panel.module.css';

export interface PanelProps {
  title: string;
  /** A word at the right of the title. */
  aside?: ReactNode;
  /** Of the grid around it. */
  className?: string | undefined;
  children: ReactNode;
  /** Where links inside the page lead. */
  id?: string;
}

/** A named part of the page. */
export function Panel({ title, aside, className = '', children, id }: PanelProps) {
  const titleId = useId();
  return (
    <section id={id} className={`${styles.panel} ${className}`} aria-labelledby={titleId}>
      <header className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  );
}
