import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnvText, withEnvValue } from '@ted/platform';
import { writeFirstEnvFile } from './env-template.ts';
import { ExitCode, ExitWith } from './errors.ts';
import { stackPaths } from './paths.ts';
import { newSecret, SECRETS } from './secrets.ts';

/** The group of the images' user. */
const IMAGE_GROUP = 1000;

/** What makes the containers follow simulated games. */
const SIMULATED = {
  COMPOSE_PROFILES: 'simulate',
  FEED_NAME: 'simulated',
  FEED_KIND: 'simulated',
  RUGS_BACKEND_URL: 'http://feed-simulator:8010',
};

/** What was done to a `.env`. */
export interface Prepared {
  /** Whether it was made: there was none. */
  written: boolean;
  /** Variables that it lacked. */
  added: string[];
  /** The id of the group that may read it, which the containers join. */
  group: number;
  /** Whether that group can get into the folder that holds it. */
  reachable: boolean;
}

/**
 * Prepares a `.env` for containers: makes it from `.env.example` with persistence off where there is none, adds the secrets that
 * it lacks, and lets the containers' group read it. What it holds already stays.
 */
export function prepareEnvFile(envFile: string, feed: 'live' | 'simulated'): Prepared {
  mkdirSync(dirname(envFile), { recursive: true });
  const written = writeFirstEnvFile(envFile, { persistence: false });
  const group = shareWithContainers(envFile);
  const { text, added } = completed(readFileSync(envFile, 'utf8'), {
    ...Object.fromEntries(Object.keys(SECRETS).map((name) => [name, newSecret()])),
    ...(feed === 'simulated' ? SIMULATED : {}),
  });
  // The group is a fact, not a choice: it follows the file.
  writeFileSync(envFile, withEnvValue(text, 'TED_GID', String(group)));
  return { written, added, group, reachable: mayEnter(dirname(envFile), group) };
}

/** {@link prepareEnvFile} for the stack's `.env`, and says what was done. Throws ExitWith 1 while containers cannot read it. */
export function init(data: string | undefined, feed: 'live' | 'simulated', asJson: boolean): void {
  const { envFile } = stackPaths(data);
  const prepared = prepareEnvFile(envFile, feed);
  if (asJson) console.log(JSON.stringify({ env_file: envFile, ...prepared }));
  else show(envFile, prepared);
  if (!prepared.reachable) throw new ExitWith(ExitCode.failed);
}

function show(envFile: string, { written, added, group, reachable }: Prepared): void {
  console.log(`✓ ${envFile} ${written ? 'written from .env.example, with persistence off' : 'was there'}`);
  console.log(added.length > 0 ? `✓ Added: ${added.join(', ')}` : '✓ Nothing was missing');
  console.log(`✓ Readable by its owner and the containers (group ${group}), by nobody else`);
  if (!reachable) console.log(`✗ Containers cannot enter its folder: chmod o+x ${dirname(envFile)}`);
}

/** The text with those of the values that it lacks. Pure. */
export function completed(
  text: string,
  values: Readonly<Record<string, string>>,
): { text: string; added: string[] } {
  const there = parseEnvText(text);
  const added = Object.keys(values).filter((name) => !there[name]);
  if (added.length === 0) return { text, added };
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  const headed = text.includes(HEADING) ? text : `${text}${separator}\n${HEADING}\n`;
  return { text: added.reduce((so, name) => withEnvValue(so, name, values[name]!), headed), added };
}

const HEADING = '# === Containers: written by ./ted init; keep them secret ===';

/** Root gives the file to the images' group; anybody else's file stays in its group, which the containers join. */
function shareWithContainers(envFile: string): number {
  const { uid, gid } = statSync(envFile);
  const group = process.getuid?.() === 0 && gid === 0 ? IMAGE_GROUP : gid;
  if (group !== gid) chownSync(envFile, uid, group);
  chmodSync(envFile, 0o640);
  return group;
}

function mayEnter(folder: string, group: number): boolean {
  const { mode, gid } = statSync(folder);
  return (mode & 0o001) !== 0 || (gid === group && (mode & 0o010) !== 0);
}
