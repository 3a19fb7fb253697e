import { retryDeadLetter, type Retried } from '@ted/storage';
import { ExitCode, ExitWith } from '../errors.ts';
import { stackPaths } from '../paths.ts';
import { Progress } from '../progress.ts';
import { withDatabase } from '../with-database.ts';
import { writePermission } from '../write-permission.ts';
import { printable } from './printable.ts';
import { noneText, select, type Selection } from './selection.ts';

type Outcome = Retried['outcome'] | 'missing';

/**
 * Stores the records of dead letters as the worker would, one after the other, and says what happened to each. Ends with
 * exit code 1 if one of them could not be stored; throws CliError while the switch is off.
 */
export async function retry(data: string | undefined, selection: Selection): Promise<void> {
  const paths = stackPaths(data);
  const mayWrite = writePermission(paths, data);
  await mayWrite();
  const counts: Record<Outcome, number> = { stored: 0, refused: 0, impossible: 0, missing: 0 };
  await withDatabase(paths, async (database) => {
    const { total, letters } = await select(database, selection);
    if (total === 0) return console.log(noneText('kind' in selection ? selection.kind : undefined));
    const progress = new Progress();
    let done = 0;
    try {
      for await (const { key, letter } of letters) {
        const result = letter && (await retryDeadLetter(database, letter, mayWrite));
        counts[result?.outcome ?? 'missing']++;
        progress.clear();
        console.log(line(key, letter?.kind, result));
        progress.show(`${++done} of ${total} retried`);
      }
    } finally {
      progress.clear();
      // Also when it ends early: what was not tried is kept.
      console.log(`\n${summary(counts)}`);
    }
  });
  if (counts.refused + counts.impossible + counts.missing > 0) throw new ExitWith(ExitCode.failed);
}

function line(key: string, kind: string | undefined, result: Retried | undefined): string {
  const what = [key, ...(kind === undefined ? [] : [kind])].map(printable).join(' ');
  switch (result?.outcome) {
    case undefined:
      return `✗ ${what}: there is no such dead letter`;
    case 'stored':
      return `✓ ${what}: stored${result.changed === 0 ? ' (it had been stored before)' : ''}`;
    case 'refused':
      return `✗ ${what}: still cannot be stored: ${printable(result.reason)}`;
    case 'impossible':
      return `✗ ${what}: cannot be retried: ${printable(result.reason)}`;
  }
}

/** "3 stored, 1 still cannot be stored" */
function summary(counts: Record<Outcome, number>): string {
  const failures = [
    [counts.refused, 'still cannot be stored'],
    [counts.impossible, 'cannot be retried'],
    [counts.missing, 'not found'],
  ] as const;
  const parts = failures.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`);
  return [`${counts.stored} stored`, ...parts].join(', ');
}
