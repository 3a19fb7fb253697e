import { cleanEnv, type CleanedEnv, type ValidatorSpec } from 'envalid';
import { mergedEnvironment, type Environment } from './env-file.ts';

type Specs = Record<string, ValidatorSpec<unknown>>;

/** A setting that TED cannot start with. The message names each variable, its value and what is allowed. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** Validates the given variables. Empty values count as unset. Throws {@link SettingsError} that lists all bad ones. */
export function validate<S extends Specs>(specs: S, environment: Environment): CleanedEnv<S> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  return cleanEnv(given, specs, {
    reporter: ({ errors }) => {
      const lines = Object.entries(errors).map(([name, error]) =>
        describe(name, given[name], specs[name], error),
      );
      if (lines.length > 0) throw new SettingsError(lines.join('; '));
    },
  });
}

function describe(
  name: string,
  value: string | undefined,
  spec: Specs[string] | undefined,
  error: Error | undefined,
): string {
  if (value === undefined)
    return `${name} is not set (${spec?.desc ?? 'required'}; for example ${spec?.example ?? '…'})`;
  return `${name}=${shown(name, value)} is not valid: allowed is ${error?.message ?? 'something else'}`;
}

/** Passwords in URLs and secrets are never printed. */
function shown(name: string, value: string): string {
  if (/TOKEN|SECRET|PASSWORD/.test(name)) return '(hidden)';
  return value.replace(/\/\/[^@/]*@/, '//(hidden)@').slice(0, 200);
}

/** The file that holds the switch and the other variables. */
export function envFilePath(processEnv: Environment = process.env): string {
  return processEnv.TED_ENV_FILE ?? '.env';
}

/** A service's settings, read once at start: process environment over `.env` file over default. */
export function loadSettings<S extends Specs>(
  specs: S,
  processEnv: Environment = process.env,
): CleanedEnv<S> {
  return validate(specs, mergedEnvironment(envFilePath(processEnv), processEnv));
}

/** {@link loadSettings} for a service's first line: a bad value ends the process with one clear line. */
export function loadSettingsOrExit<S extends Specs>(service: string, specs: S): CleanedEnv<S> {
  try {
    return loadSettings(specs);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${service} cannot start: ${error.message}\n`);
    process.exit(1);
  }
}
