import { findDeadLetter, listDeadLetters } from '@ted/storage';
import { CliError } from '../errors.ts';
import { stackPaths } from '../paths.ts';
import { withDatabase } from '../with-database.ts';
import { printable } from './printable.ts';
import { noneText } from './selection.ts';
import { letterInFull, letterTable, pageCount, pageLine } from './show.ts';

/** Where the output is no terminal, there is room for this much. */
const WIDTH_OF_FILES = 160;

export interface ListOptions {
  data?: string;
  page: number;
  perPage: number;
  json?: boolean;
}

/** Prints one page, newest first. Throws CliError when there is no such page. */
export async function listPage({ data, page, perPage, json }: ListOptions): Promise<void> {
  const { total, letters } = await withDatabase(stackPaths(data), (database) =>
    listDeadLetters(database, { page, perPage }),
  );
  const pages = pageCount({ total, perPage });
  if (page > pages) throw new CliError(`there is no page ${page}: the last one is page ${pages}`);
  if (json) {
    const about = { page, pages, per_page: perPage, total };
    console.log(JSON.stringify({ ...about, dead_letters: letters }, undefined, 2));
  } else if (total === 0) console.log(noneText(undefined));
  else {
    console.log(letterTable(letters, process.stdout.columns ?? WIDTH_OF_FILES));
    console.log(`\n${pageLine({ page, perPage, total })}`);
  }
}

/** Prints one letter with its record. Throws CliError when there is none of that key. */
export async function showLetter(data: string | undefined, key: string, asJson: boolean): Promise<void> {
  const stored = await withDatabase(stackPaths(data), (database) => findDeadLetter(database, key));
  if (!stored) throw new CliError(`there is no dead letter ${printable(key)}`);
  const { _id, ...letter } = stored;
  console.log(asJson ? JSON.stringify(letter, undefined, 2) : letterInFull(letter));
}
