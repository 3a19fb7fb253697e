import { Command } from 'commander';
import { tedCommand, wholeNumber } from '../command.ts';
import type { DumpCommandOptions } from '../mongo/dump.ts';
import type { RestoreCommandOptions } from '../mongo/restore.ts';

export function mongoCommand(): Command {
  return new Command('mongo')
    .description(
      'the database itself: dump and restore it, run it alone, open a shell, install a real mongod',
    )
    .helpOption('-h, --help', 'show this help')
    .addCommand(dumpCommand())
    .addCommand(restoreCommand())
    .addCommand(serveCommand())
    .addCommand(shellCommand())
    .addCommand(installCommand())
    .addCommand(conformanceCommand());
}

const onUrl = (command: Command): Command =>
  command.option('--url <url>', "any MongoDB (default: the stack's)");

function dumpCommand(): Command {
  return onUrl(
    tedCommand('dump', "write a dump in mongodump's directory format, for mongorestore or `restore`"),
  )
    .requiredOption('--out <dir>', 'the folder to be made')
    .option('--db <name...>', 'only these databases')
    .option('--gzip', 'compress the files')
    .option('--json', 'the report as JSON')
    .action(async (options: DumpCommandOptions) => {
      const { dumpDatabase } = await import('../mongo/dump.ts');
      await dumpDatabase(options);
    });
}

function restoreCommand(): Command {
  return onUrl(tedCommand('restore', 'put back a dump of `dump` or of mongodump'))
    .argument('<dir>', 'the folder of the dump')
    .option('--drop', 'replace collections that are there already')
    .option('--json', 'the report as JSON')
    .action(async (from: string, options: RestoreCommandOptions) => {
      const { restoreDatabase } = await import('../mongo/restore.ts');
      await restoreDatabase(from, options);
    });
}

function serveCommand(): Command {
  return tedCommand('serve', "run MongoDB alone on the stack's data; Ctrl-C (or SIGTERM) stops it")
    .option('--port <n>', '0 is any free one', wholeNumber(0, 65535), 27017)
    .action(async ({ data, port }: { data?: string; port: number }) => {
      const { serveMongo } = await import('../mongo/serve.ts');
      await serveMongo(data, port);
    });
}

function shellCommand(): Command {
  return onUrl(
    tedCommand('shell', "open MongoDB's shell (mongosh; fetched with npx where it is not installed)"),
  )
    .argument('[args...]', "mongosh's own, behind --: ./ted mongo shell -- --quiet --eval 'db.stats()'")
    .action(async (args: string[], { data, url }: { data?: string; url?: string }) => {
      const { openShell } = await import('../mongo/shell.ts');
      await openShell(data, url, args);
    });
}

function installCommand(): Command {
  return tedCommand('install', "fetch MongoDB's own mongod and move the embedded server's data into it")
    .option('--release <version>', 'another version', '8.2.6')
    .option('--sha256 <hex>', 'what the archive must be, beside the checksum of its publisher')
    .action(async ({ data, release, sha256 }: { data?: string; release: string; sha256?: string }) => {
      const { installMongod } = await import('../mongo/install.ts');
      await installMongod({
        version: release,
        ...(data !== undefined && { data }),
        ...(sha256 !== undefined && { sha256 }),
      });
    });
}

function conformanceCommand(): Command {
  return new Command('conformance')
    .description(
      "run a folder of MongoDB's CRUD specification tests against the embedded server, or against MONGO_URL",
    )
    .helpOption('-h, --help', 'show this help')
    .argument('<dir>', 'of unified-format .json files')
    .option('--json', 'one line a case')
    .action(async (folder: string, { json }: { json?: true }) => {
      const { runConformance } = await import('../mongo/conformance.ts');
      await runConformance(folder, json ?? false);
    });
}
