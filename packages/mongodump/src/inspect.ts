import { documentsIn } from './bson-stream.ts';
import { collectionsIn } from './layout.ts';
import { ownIndexes, readMetadata } from './metadata.ts';
import type { CollectionReport, Progress } from './report.ts';

/** Reads a dump to its end and says what is in it. @throws DumpError where it is damaged */
export async function inspectDump(folder: string, onProgress?: Progress): Promise<CollectionReport[]> {
  const reports: CollectionReport[] = [];
  for (const dumped of await collectionsIn(folder)) {
    const metadata = await readMetadata(dumped);
    const { database } = dumped;
    const collection = metadata.collectionName;
    const { documents, bytes } = dumped.dataFile
      ? await checkData(dumped.dataFile, dumped.gzip, (count) =>
          onProgress?.(`${database}.${collection}`, count),
        )
      : { documents: 0, bytes: 0 };
    reports.push({ database, collection, documents, bytes, indexes: ownIndexes(metadata).length });
  }
  return reports;
}

const PROGRESS_EVERY = 1000;

/** Counts the documents of a data file. @throws DumpError where it is damaged */
export async function checkData(
  file: string,
  gzip: boolean,
  onProgress?: (documents: number) => void,
): Promise<{ documents: number; bytes: number }> {
  const found = { documents: 0, bytes: 0 };
  for await (const document of documentsIn(file, gzip)) {
    found.documents++;
    found.bytes += document.length;
    if (found.documents % PROGRESS_EVERY === 0) onProgress?.(found.documents);
  }
  return found;
}
