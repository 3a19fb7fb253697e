import styles from './ChartTable.module.css';

/** The values of a chart as text; the first column names the row. */
export interface TableOfChart {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

export function ChartTable({ table: { columns, rows } }: { table: TableOfChart }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Values of the chart">
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
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((value, j) =>
                j === 0 ? (
                  <th key={j} scope="row">
                    {value}
                  </th>
                ) : (
                  <td key={j}>{value}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
