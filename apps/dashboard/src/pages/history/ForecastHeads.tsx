import table from '../../components/table.module.css';

/** Heads of the columns that say what TED forecast and how the end lay beside it. */
export function ForecastHeads() {
  return (
    <>
      <th scope="col" className={table.number}>
        Median
      </th>
      <th scope="col" className={table.number}>
        85% range
      </th>
      <th scope="col">The end was</th>
      <th scope="col" className={table.number}>
        Error, windows
      </th>
      <th scope="col" className={table.scale}>
        <span>early</span>
        <span>0</span>
        <span>late</span>
      </th>
    </>
  );
}
