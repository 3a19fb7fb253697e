import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';

export type Environment = Record<string, string | undefined>;

/** Parses the text of a `.env` file: comments, quotes, inline comments; of repeated keys the last wins. */
export function parseEnvText(text: string): Record<string, string> {
  return parseEnv(text) as Record<string, string>;
}

/** Reads a `.env` file. An absent file is an empty one. Throws when it exists and cannot be read. */
export function readEnvFile(path: string): Record<string, string> {
  return existsSync(path) ? parseEnvText(readFileSync(path, 'utf8')) : {};
}

/** For variables read at start: the process environment wins over the file. */
export function mergedEnvironment(envFile: string, processEnv: Environment): Environment {
  return { ...readEnvFile(envFile), ...processEnv };
}

/**
 * The text with `key` set to `value`: every line that sets it is changed, comments and order stay.
 * A missing key is added at the end.
 */
export function withEnvValue(text: string, key: string, value: string): string {
  const line = new RegExp(`^(\\s*(?:export\\s+)?${key}\\s*=)[^\\n#]*?([ \\t]*#[^\\n]*)?(\\r?)$`, 'gm');
  if (line.test(text)) return text.replace(line, `$1${value}$2$3`);
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}${key}=${value}\n`;
}

/** Sets one variable in a `.env` file by atomic rename, so that a reader never sees half a file. Keeps mode and owner. */
export async function setEnvValue(path: string, key: string, value: string): Promise<void> {
  const before = existsSync(path) ? await stat(path) : undefined;
  const text = before ? await readFile(path, 'utf8') : '';
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, withEnvValue(text, key, value), { mode: before ? before.mode & 0o777 : 0o600 });
  // Containers read it through its group.
  if (before) await chown(draft, before.uid, before.gid).catch(unlessForbidden);
  await rename(draft, path);
}

/** Who may not give a file away keeps it. */
function unlessForbidden(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPERM') throw error;
}
