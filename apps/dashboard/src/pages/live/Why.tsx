import type { ReactNode } from 'react';
import { useNarrow } from '../../components/use-narrow.ts';
import type { Gate } from '../../say/side-bet.ts';
import styles from './Why.module.css';

/** The reasons of the advice: open where there is room for them, one line that opens where there is not. */
export function Why({ gates, children }: { gates: readonly Gate[]; children: ReactNode }) {
  if (!useNarrow()) return children;
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
