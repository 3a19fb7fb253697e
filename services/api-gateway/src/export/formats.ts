import { Readable, Transform } from 'node:stream';
import { stringify } from 'csv-stringify';

export type Row = Record<string, unknown>;

/** Rows that are held between the database and the reader. */
const ROWS_AHEAD = 500;

/** One document a line, as JSON. */
export function asNdjson(rows: AsyncIterable<object>): Readable {
  const lines = new Transform({
    writableObjectMode: true,
    writableHighWaterMark: ROWS_AHEAD,
    transform: (row: object, _encoding, done) => done(null, `${JSON.stringify(row)}\n`),
  });
  return connected(rows, lines);
}

/** A header and one line a row. What a spreadsheet would take for a formula is quoted. */
export function asCsv(rows: AsyncIterable<Row>, columns: readonly string[]): Readable {
  return connected(
    rows,
    stringify({
      header: true,
      columns: columns.map((key) => ({ key, header: key })),
      escape_formulas: true,
      cast: { boolean: String },
    }),
  );
}

/** The end of the pipe; closing it closes the source, and a failure of the source is its own. */
function connected(rows: AsyncIterable<object>, end: Transform): Readable {
  const source = Readable.from(rows, { objectMode: true, highWaterMark: ROWS_AHEAD });
  source.on('error', (error) => end.destroy(error));
  end.on('close', () => source.destroy());
  source.pipe(end);
  return end;
}
