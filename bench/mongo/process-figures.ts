import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of a process and all its threads so far, in seconds; what a loaded machine does not lengthen much. */
export function cpuSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, spent) => sum + spent, 0) / 1e9;
}

/** Memory that no file stands behind. */
export function anonymousMegabytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Anonymous: +(\d+) kB/m.exec(rollup)![1]) / 1024;
}
