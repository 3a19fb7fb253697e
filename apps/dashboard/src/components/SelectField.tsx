import { useId } from 'react';
import { Icon } from './Icon.tsx';
import styles from './SelectField.module.css';
import field from './Field.module.css';

interface SelectFieldProps {
  label: string;
  value: string;
  /** Value and word. */
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}

/** A labelled list to choose from. */
export function SelectField({ label, value, options, onChange }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <span className={styles.frame}>
        <select
          id={id}
          className={styles.select}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {options.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
        <Icon name="open" />
      </span>
    </div>
  );
}
