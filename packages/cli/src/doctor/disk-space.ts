import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { found } from '../findings.ts';
import type { Check } from './check.ts';

/** The outbox's bound (512 MB), and as much again for the log and the stores of a first day. */
const NEEDED_BYTES = 1_000_000_000;

export const diskSpace: Check = async (name, { stateDir }) => {
  const folder = existsSync(stateDir) ? stateDir : dirname(stateDir);
  const { bavail, bsize } = await statfs(folder);
  const gigabytes = ((bavail * bsize) / 1e9).toFixed(1);
  return found(name, bavail * bsize >= NEEDED_BYTES, `${gigabytes} GB free in ${folder} (1.0 GB wanted)`);
};
