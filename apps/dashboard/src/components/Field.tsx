import { useId } from 'react';
import styles from './Field.module.css';

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What is wrong with the value, in its place. */
  problem?: string | undefined;
  note?: string;
  inputMode?: 'decimal' | 'numeric' | 'text';
  placeholder?: string;
  /** Ids, hashes and seeds. */
  isCode?: boolean;
}

/** A labelled line of text; what is wrong with it stands right below. */
export function Field({ label, value, onChange, problem, note, isCode = false, ...input }: FieldProps) {
  const id = useId();
  const below = problem ?? note;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className={isCode ? `${styles.input} ${styles.code}` : styles.input}
        value={value}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        onChange={(event) => onChange(event.target.value)}
      />
      {below !== undefined && (
        <p id={`${id}-below`} className={problem === undefined ? styles.note : styles.problem}>
          {below}
        </p>
      )}
    </div>
  );
}
