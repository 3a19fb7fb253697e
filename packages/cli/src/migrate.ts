import { migrate } from '@ted/storage';
import { CliError, ExitCode, ExitWith, messageOf } from './errors.ts';
import { stackPaths } from './paths.ts';
import { withMongo } from './with-mongo.ts';

/** Migrates the stack's database, or only looks at it. Ends with exit code 1 while it is not ready. */
export async function migrateDatabase(
  dataOption: string | undefined,
  { checkOnly, asJson }: { checkOnly: boolean; asJson: boolean },
): Promise<void> {
  const say = (line: string): void => (asJson ? console.error(line) : console.log(line));
  const report = await withMongo(stackPaths(dataOption), say, async (mongoUrl) => {
    try {
      return await migrate({ mongoUrl, checkOnly, log: say });
    } catch (error) {
      throw new CliError(`the migration did not work: ${messageOf(error)}`);
    }
  });
  if (asJson) console.log(JSON.stringify(report));
  if (!report.ready) throw new ExitWith(ExitCode.failed);
}
