import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCompose } from '../compose.ts';
import type { StackPaths } from '../paths.ts';

const HOUR_MS = 3_600_000;
/** The log, and the one before its last rotation. */
const FILES = ['backend.log.1', 'backend.log'];

/** The log's lines of the last hour: of the file, else of the containers. Empty where there is neither. */
export async function recentLog({ logsDir }: StackPaths, now = Date.now()): Promise<string[]> {
  const files = FILES.map((file) => join(logsDir, file)).filter((file) => existsSync(file));
  const lines =
    files.length > 0 ? files.flatMap((file) => readFileSync(file, 'utf8').split('\n')) : await containerLog();
  return linesSince(lines, now - HOUR_MS);
}

async function containerLog(): Promise<string[]> {
  const compose = await findCompose();
  const log = await compose?.('logs', '--no-color', '--tail', '2000');
  return log?.ok ? log.output.split('\n') : [];
}

/** Lines from that moment on; a line without a time of its own belongs to the one before. Pure. */
export function linesSince(lines: readonly string[], since: number): string[] {
  let keep = false;
  return lines.filter((line) => {
    const at = /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(line)?.[0];
    if (at !== undefined) keep = Date.parse(at) >= since;
    return keep && line !== '';
  });
}

/** Errors and warnings among them, with their times. Pure. */
export const errorsIn = (lines: readonly string[]): string[] =>
  lines.filter((line) => /\s(error|warn)\s|"level":"(error|warn)"/.test(line));
