import styles from './SmallTable.module.css';

interface SmallTableProps {
  columns: readonly string[];
  /** The first of a row is its name, with what it means. */
  rows: readonly (readonly [readonly [string, string], ...string[]])[];
}

export function SmallTable({ columns, rows }: SmallTableProps) {
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
        {rows.map(([[name, meaning], ...values]) => (
          <tr key={name}>
            <th scope="row" title={meaning}>
              {name}
            </th>
            {values.map((value, i) => (
              <td key={columns[i + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
