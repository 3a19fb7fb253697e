import {
  countByKind,
  discardDeadLetter,
  discardDeadLetters,
  findDeadLetter,
  presentDeadLetters,
  type Database,
} from '@ted/storage';
import { CliError, ExitCode, ExitWith } from '../errors.ts';
import { stackPaths } from '../paths.ts';
import { Progress } from '../progress.ts';
import { withDatabase } from '../with-database.ts';
import { writePermission } from '../write-permission.ts';
import { printable } from './printable.ts';
import { noneText, type Selection } from './selection.ts';
import { countText, kindsText } from './show.ts';

type MayWrite = () => Promise<void>;

/**
 * Deletes dead letters with their records, after saying which. Ends with exit code 1 if one was not found; throws CliError
 * while the switch is off, and when all are meant and `yes` was not said.
 */
export async function discard(
  data: string | undefined,
  selection: Selection,
  { yes }: { yes: boolean },
): Promise<void> {
  const paths = stackPaths(data);
  const mayWrite = writePermission(paths, data);
  await mayWrite();
  await withDatabase(paths, (database) =>
    'keys' in selection
      ? discardKeys(database, selection.keys, mayWrite)
      : discardAll(database, selection.kind, { yes, mayWrite }),
  );
}

async function discardKeys(database: Database, keys: readonly string[], mayWrite: MayWrite): Promise<void> {
  let discarded = 0;
  for (const key of keys) {
    const letter = await findDeadLetter(database, key);
    if (!letter) {
      console.log(`✗ ${printable(key)}: there is no such dead letter`);
      continue;
    }
    console.log([key, letter.kind, letter.created_at.toISOString(), letter.reason].map(printable).join('  '));
    if (await discardDeadLetter(database, key, mayWrite)) discarded++;
  }
  console.log(`\n${countText(discarded)} discarded`);
  if (discarded < keys.length) throw new ExitWith(ExitCode.failed);
}

async function discardAll(
  database: Database,
  kind: string | undefined,
  { yes, mayWrite }: { yes: boolean; mayWrite: MayWrite },
): Promise<void> {
  const set = await presentDeadLetters(database, kind);
  const kinds = await countByKind(database, set);
  const total = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  if (total === 0) return console.log(noneText(kind));
  const what = `${countText(total)} (${kindsText(kinds)})`;
  if (!yes) throw new CliError(`${what} would be deleted with their records for good; to do it, add --yes`);
  console.log(`Deleting ${what}`);
  const progress = new Progress();
  let discarded = 0;
  try {
    await discardDeadLetters(database, set, mayWrite, (soFar) => {
      discarded = soFar;
      progress.show(`${soFar} of ${total} discarded`);
    });
  } finally {
    progress.clear();
    console.log(`${countText(discarded)} discarded`);
  }
}
