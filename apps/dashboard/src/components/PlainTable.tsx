import type { ReactNode } from 'react';
import styles from './PlainTable.module.css';

/** What a row is about; with what that means, for a tooltip. */
type RowName = string | readonly [name: string, meaning: string];

interface PlainTableProps {
  columns: readonly string[];
  rows: readonly (readonly [RowName, ...ReactNode[]])[];
  /** Said instead of a table without rows. */
  whenEmpty?: string;
  /** The first column of values is what the others are compared with. */
  firstLeads?: boolean;
}

/** A few rows of names and numbers. */
export function PlainTable({ columns, rows, whenEmpty, firstLeads = false }: PlainTableProps) {
  if (rows.length === 0 && whenEmpty !== undefined) return <p className={styles.empty}>{whenEmpty}</p>;
  return (
    <table className={firstLeads ? `${styles.table} ${styles.firstLeads}` : styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([row, ...values]) => {
          const [name, meaning] = typeof row === 'string' ? [row] : row;
          return (
            <tr key={name}>
              <th scope="row" title={meaning}>
                {name}
              </th>
              {values.map((value, i) => (
                <td key={columns[i + 1]}>{value}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
