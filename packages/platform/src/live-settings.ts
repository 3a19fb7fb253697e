import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { CleanedEnv } from 'envalid';
import { parseEnvText, type Environment } from './env-file.ts';
import { SettingsError, validate } from './settings.ts';
import { liveVariables } from './variables.ts';

export type LiveValues = { -readonly [K in keyof typeof liveVariables]: CleanedEnv<typeof liveVariables>[K] };
type LiveName = keyof LiveValues;

const SWITCH = 'PERSISTENCE_ENABLED';
const names = Object.keys(liveVariables) as LiveName[];

/**
 * The values that hold after the file was read. Pure.
 * @param file the file's variables, or undefined where there is no file
 * @param last what held before; undefined at start
 * @returns the values, and a warning for each variable whose last value was kept
 * @throws SettingsError at start, if a value is invalid
 */
export function nextValues(
  file: Record<string, string> | undefined,
  processEnv: Environment,
  last?: LiveValues,
): { values: LiveValues; warnings: string[] } {
  const values: Record<string, unknown> = {};
  const warnings: string[] = [];
  for (const name of names) {
    const inFile = file?.[name];
    if (last && name === SWITCH && (inFile === undefined || inFile === '')) {
      values[name] = last[name];
      warnings.push(`${SWITCH} is missing in the .env file: keeping ${String(last[name])}`);
      continue;
    }
    // Where there is a file, the switch is what it says and nothing else: missing means off.
    const given = file && name === SWITCH ? inFile : (inFile ?? processEnv[name]);
    try {
      values[name] = validate({ [name]: liveVariables[name] }, { [name]: given })[name];
    } catch (error) {
      if (!last) throw error;
      values[name] = last[name];
      warnings.push(`${(error as SettingsError).message}; keeping ${String(last[name])}`);
    }
  }
  return { values: values as LiveValues, warnings };
}

/**
 * The variables that act without a restart. The file is read by path every second, because file events miss
 * what `sed -i` does (it replaces the file). Emits `change` with the new and the previous values.
 */
export class LiveSettings extends EventEmitter<{
  change: [now: LiveValues, before: LiveValues];
  warning: [string];
}> {
  readonly path: string;
  readonly #environment: Environment;
  #values: LiveValues;
  #warnings: string[] = [];
  #content: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Reads the file at once. Throws {@link SettingsError} if a value in it is invalid. */
  constructor(path: string, environment: Environment = process.env) {
    super();
    this.path = path;
    this.#environment = environment;
    this.#content = contentOrUndefined(() => readFileSync(path, 'utf8'));
    this.#values = nextValues(this.#parsed(), environment).values;
  }

  get values(): Readonly<LiveValues> {
    return this.#values;
  }

  get persistenceEnabled(): boolean {
    return this.#values.PERSISTENCE_ENABLED;
  }

  /** What is wrong with the file now, empty when nothing is. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Begins to watch. */
  start(everyMs = 1000): this {
    this.#timer = setInterval(() => void this.refresh(), everyMs);
    return this;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads the file now and applies what changed. */
  async refresh(): Promise<void> {
    let content: string | undefined;
    try {
      content = await readFile(this.path, 'utf8');
    } catch (error) {
      // Never treated as "off": a file that vanishes for a moment must not stop the storing.
      this.#warn([
        `the .env file cannot be read (${(error as NodeJS.ErrnoException).code}): keeping the last values`,
      ]);
      this.#content = undefined;
      return;
    }
    if (content === this.#content) return;
    this.#content = content;
    const before = this.#values;
    const { values, warnings } = nextValues(this.#parsed(), this.#environment, before);
    this.#values = values;
    this.#warn(warnings);
    if (names.some((name) => values[name] !== before[name])) this.emit('change', values, before);
  }

  #parsed(): Record<string, string> | undefined {
    return this.#content === undefined ? undefined : parseEnvText(this.#content);
  }

  #warn(warnings: string[]): void {
    const news = warnings.filter((warning) => !this.#warnings.includes(warning));
    this.#warnings = warnings;
    for (const warning of news) this.emit('warning', warning);
  }
}

function contentOrUndefined(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SettingsError(`the .env file cannot be read: ${(error as Error).message}`);
  }
}
