/** What a command's exit code says. */
export const ExitCode = { ok: 0, failed: 1, usage: 2 } as const;

/** Something that went wrong in a way the person at the terminal can act on: shown as its message alone. */
export class CliError extends Error {
  override name = 'CliError';
}

/** A command line that cannot be meant as it stands (exit code 2). */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The command has said all there was to say, and ends with this exit code. */
export class ExitWith extends Error {
  override name = 'ExitWith';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
