import { useState } from 'react';
import { UNKNOWN } from '../../format/numbers.ts';
import styles from './CopyField.module.css';

/** A long value in short, that can be copied whole. */
export function CopyField({ name, value }: { name: string; value: string | null }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    if (value === null) return;
    await navigator.clipboard.writeText(value);
    setIsCopied(true);
  };
  return (
    <div className={styles.field}>
      <span>{name}</span>
      {value === null ? (
        <span>{UNKNOWN}</span>
      ) : (
        <button type="button" className={styles.copy} title={value} onClick={() => void copy()}>
          <code>{short(value)}</code>
          <span className={styles.word} aria-live="polite">
            {isCopied ? 'copied' : 'copy'}
          </span>
        </button>
      )}
    </div>
  );
}

const short = (value: string): string =>
  value.length <= 20 ? value : `${value.slice(0, 11)}…${value.slice(-6)}`;
