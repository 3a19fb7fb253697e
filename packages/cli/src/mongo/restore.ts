import { resolve } from 'node:path';
import { restore } from '@ted/mongodump';
import { Progress } from '../progress.ts';
import { onMongo } from './on-mongo.ts';
import { showReport } from './show-report.ts';

export interface RestoreCommandOptions {
  data?: string;
  url?: string;
  drop?: true;
  json?: true;
}

/** `./ted mongo restore`. Throws CliError; nothing is changed by a dump that is damaged. */
export async function restoreDatabase(
  from: string,
  { drop, json, ...where }: RestoreCommandOptions,
): Promise<void> {
  const progress = new Progress();
  try {
    const reports = await onMongo(where, (url) =>
      restore({
        url,
        from: resolve(from),
        drop: drop ?? false,
        onProgress: (namespace, documents) => progress.show(`${namespace}: ${documents} documents`),
      }),
    );
    progress.clear();
    showReport(reports, json ?? false);
  } finally {
    progress.clear();
  }
}
