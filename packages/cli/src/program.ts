import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import { ExitCode, ExitWith, UsageError } from './errors.ts';
import { tedVersion } from './version.ts';

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code; a message about a failure is on standard error by then
 */
export async function run(args: string[]): Promise<number> {
  const program = new Command('ted')
    .description('TED: honest forecasts for the crash game rugs.fun, stored and judged')
    .version(tedVersion())
    .enablePositionalOptions();
  for (const command of commands) program.addCommand(command().copyInheritedSettings(program));
  for (const command of withSubcommands(program)) command.exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
    return ExitCode.ok;
  } catch (error) {
    return report(error);
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function report(error: unknown): number {
  // Commander has already said what it had to say; help and version count as success.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  if (error instanceof UsageError) {
    console.error(`ted: ${error.message} (see: ./ted --help)`);
    return ExitCode.usage;
  }
  if (error instanceof ExitWith) return error.exitCode;
  const isForPeople = error instanceof Error && ['CliError', 'SettingsError'].includes(error.name);
  console.error(`ted: ${isForPeople ? error.message : error instanceof Error ? error.stack : String(error)}`);
  return ExitCode.failed;
}
