import type { CollectionReport } from '@ted/mongodump';
import { table } from '../table.ts';

/** Says what was dumped or restored, collection by collection. */
export function showReport(reports: readonly CollectionReport[], asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify({ collections: reports }));
    return;
  }
  if (reports.length === 0) {
    console.log('There are no collections.');
    return;
  }
  console.log(
    table([
      ['collection', 'documents', 'bytes', 'indexes'],
      ...reports.map(({ database, collection, documents, bytes, indexes }) => [
        `${database}.${collection}`,
        ...[documents, bytes, indexes].map((number) => number.toLocaleString('en')),
      ]),
    ]),
  );
}
