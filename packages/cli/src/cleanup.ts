import { LiveSettings } from '@ted/platform';
import { cleanUp, countExpired, cutoff, retentionRules, type RetentionRule } from '@ted/storage';
import { stackPaths, type StackPaths } from './paths.ts';
import { Progress } from './progress.ts';
import { table } from './table.ts';
import { withDatabase } from './with-database.ts';
import { writePermission } from './write-permission.ts';

/** Shows what a cleanup would delete now. Writes nothing, so it works while the switch is off. */
export async function showExpired(data: string | undefined, asJson: boolean): Promise<void> {
  const paths = stackPaths(data);
  const counts = await withDatabase(paths, (database) => countExpired(database, rulesOf(paths)));
  if (asJson) {
    console.log(JSON.stringify({ dry_run: true, collections: counts }, undefined, 2));
    return;
  }
  const rows = counts.map((count) => [
    ...ruleCells(count, count.cutoff),
    `${count.expired} of ${count.documents}`,
  ]);
  console.log(table([[...RULE_HEAD, 'would be deleted'], ...rows]));
}

/**
 * Deletes now what has expired, by the rules of the worker's daily cleanup, and counts as that. Throws CliError while the
 * switch is off.
 */
export async function cleanUpNow(data: string | undefined, asJson: boolean): Promise<void> {
  const paths = stackPaths(data);
  const mayWrite = writePermission(paths, data);
  await mayWrite();
  const rules = rulesOf(paths);
  const now = Date.now();
  const progress = new Progress();
  const deleted: Record<string, number> = {};
  const report = (): void => {
    progress.clear();
    const done = rules.map((rule) => ({ ...rule, cutoff: cutoff(rule.days, now) }));
    if (asJson) {
      const collections = done.map((rule) => ({ ...rule, deleted: deleted[rule.collection] ?? 0 }));
      console.log(JSON.stringify({ dry_run: false, collections }, undefined, 2));
      return;
    }
    const rows = done.map((rule) => [...ruleCells(rule, rule.cutoff), `${deleted[rule.collection] ?? 0}`]);
    console.log(table([[...RULE_HEAD, 'deleted'], ...rows]));
  };
  await withDatabase(paths, async (database) => {
    try {
      await cleanUp(database, rules, {
        now,
        mayWrite,
        onProgress: (collection, count) => {
          deleted[collection] = count;
          progress.show(`${collection}: ${count} deleted`);
        },
      });
    } finally {
      // Also when it ends early: what is gone is gone.
      report();
    }
  });
}

const RULE_HEAD = ['collection', 'days kept', 'created before (UTC)'];

function ruleCells({ collection, days }: RetentionRule, before: Date): string[] {
  return [collection, String(days), before.toISOString().slice(0, 19).replace('T', ' ')];
}

function rulesOf(paths: StackPaths): RetentionRule[] {
  return retentionRules(new LiveSettings(paths.envFile).values);
}
