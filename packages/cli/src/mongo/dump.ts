import { resolve } from 'node:path';
import { dump } from '@ted/mongodump';
import { Progress } from '../progress.ts';
import { onMongo } from './on-mongo.ts';
import { showReport } from './show-report.ts';

export interface DumpCommandOptions {
  data?: string;
  url?: string;
  out: string;
  db?: string[];
  gzip?: true;
  json?: true;
}

/** `./ted mongo dump`. Throws CliError when the dump is not complete; nothing is left of it then. */
export async function dumpDatabase({ out, db, gzip, json, ...where }: DumpCommandOptions): Promise<void> {
  const progress = new Progress();
  try {
    const reports = await onMongo(where, (url) =>
      dump({
        url,
        out: resolve(out),
        ...(db && { databases: db }),
        gzip: gzip ?? false,
        onProgress: (namespace, documents) => progress.show(`${namespace}: ${documents} documents`),
      }),
    );
    progress.clear();
    showReport(reports, json ?? false);
  } finally {
    progress.clear();
  }
}
