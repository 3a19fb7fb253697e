import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One primary button a page at most. */
  isPrimary?: boolean;
}

export function Button({ isPrimary = false, className, ...rest }: ButtonProps) {
  const classes = [styles.button, isPrimary ? styles.primary : '', className ?? ''].join(' ');
  return <button type="button" {...rest} className={classes} />;
}
