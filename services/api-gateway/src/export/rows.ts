import type { Row } from './formats.ts';

/** The named fields of each document, in that order; absent ones are null, times ISO. */
export async function* exportedRows(
  documents: AsyncIterable<object>,
  columns: readonly string[],
): AsyncGenerator<Row> {
  const paths = columns.map((column) => ({ column, path: column.split('.') }));
  for await (const document of documents)
    yield Object.fromEntries(paths.map(({ column, path }) => [column, plain(valueAt(document, path))]));
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | null | undefined)?.[key],
    document,
  );
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return value instanceof Date ? value.toISOString() : value;
}
