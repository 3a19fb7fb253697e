import { useSyncExternalStore, type ReactNode } from 'react';
import type { Gate } from '../say/side-bet.ts';
import styles from './Why.module.css';

const narrow = matchMedia('(max-width: 479px)');

/** The reasons of the advice: open where there is room for them, one line that opens where there is not. */
export function Why({ gates, children }: { gates: readonly Gate[]; children: ReactNode }) {
  const isNarrow = useSyncExternalStore(subscribe, () => narrow.matches);
  if (!isNarrow) return children;
  const met = gates.filter((gate) => gate.met).length;
  return (
    <details className={styles.why}>
      <summary>
        {met} of {gates.length} conditions met. <span className={styles.link}>Why?</span>
      </summary>
      {children}
    </details>
  );
}

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}
