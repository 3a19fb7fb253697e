import type { ReactNode } from 'react';
import styles from './PlainTable.module.css';

interface PlainTableProps {
  columns: readonly string[];
  /** The first of a row is its name. */
  rows: readonly (readonly [string, ...ReactNode[]])[];
  whenEmpty: string;
}

/** A few rows of names and numbers. */
export function PlainTable({ columns, rows, whenEmpty }: PlainTableProps) {
  if (rows.length === 0) return <p className={styles.empty}>{whenEmpty}</p>;
  return (
    <table className={styles.table}>
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
        {rows.map(([name, ...values]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {values.map((value, i) => (
              <td key={columns[i + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
