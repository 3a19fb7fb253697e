import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** The seconds that a process has been on a core so far, with all its threads. NaN where the system does not say. */
export function processorSeconds(pid: number): number {
  try {
    // The name, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

/** Megabytes of a process that no file stands behind. NaN where the system does not say. */
export function anonymousMegabytes(pid: number): number {
  try {
    return (
      Number(/^Anonymous: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]) / 1024
    );
  } catch {
    return NaN;
  }
}
