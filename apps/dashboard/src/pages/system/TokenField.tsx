import { useId } from 'react';
import field from '../../components/Field.module.css';

interface TokenFieldProps {
  value: string;
  problem: string | null;
  onChange: (value: string) => void;
}

/** The admin's token; kept in the page's memory only. */
export function TokenField({ value, problem, onChange }: TokenFieldProps) {
  const id = useId();
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        Admin token (ADMIN_TOKEN of this deployment)
      </label>
      <input
        id={id}
        type="password"
        className={field.input}
        value={value}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={`${id}-below`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p
        id={`${id}-below`}
        className={problem === null ? field.note : field.problem}
        role={problem === null ? undefined : 'alert'}
      >
        {problem ?? 'Kept in this page’s memory until it is closed.'}
      </p>
    </div>
  );
}
