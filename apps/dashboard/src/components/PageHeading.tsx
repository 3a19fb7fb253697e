import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import styles from './PageHeading.module.css';

interface PageHeadingProps {
  icon?: IconName;
  /** A verdict in words. */
  title: string;
  tone?: 'plain' | 'warn' | 'bad';
  /** One sentence of reason. */
  text?: ReactNode;
  /** What stands at the right: choices, or when it was checked. */
  children?: ReactNode;
}

export function PageHeading({ icon, title, tone = 'plain', text, children }: PageHeadingProps) {
  return (
    <header className={styles.heading}>
      <div className={styles.words}>
        <h1 className={`${styles.title} ${styles[tone]}`}>
          {icon && <Icon name={icon} size={20} />}
          {title}
        </h1>
        {text !== undefined && <p className={styles.text}>{text}</p>}
      </div>
      {children !== undefined && <div className={styles.aside}>{children}</div>}
    </header>
  );
}
