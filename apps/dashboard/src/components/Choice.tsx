import type { ReactNode } from 'react';
import styles from './Choice.module.css';

interface ChoiceProps {
  isChosen: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** One of a few values that can be taken by a press. */
export function Choice({ isChosen, onClick, children }: ChoiceProps) {
  return (
    <button type="button" className={styles.choice} aria-pressed={isChosen} onClick={onClick}>
      {children}
    </button>
  );
}

/** Choices that exclude each other, joined in a row. */
export function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row} role="group" aria-label={label}>
      {children}
    </div>
  );
}
