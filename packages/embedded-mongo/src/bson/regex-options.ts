import { invalid } from './invalid.ts';

/** Those that BSON knows. The bson library cannot hold others, and what cannot be decoded must not be stored. */
const OPTIONS: ReadonlySet<string> = new Set('ilmsux');

/** @throws MongoError InvalidBSON */
export function checkRegexOptions(options: string): void {
  for (const option of options)
    if (!OPTIONS.has(option)) throw invalid(`a regular expression has the option ${JSON.stringify(option)}`);
}
