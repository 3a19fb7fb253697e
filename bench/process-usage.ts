import { readFileSync } from 'node:fs';

/** Clock ticks of the kernel a second: 100 on every Linux that Node.js runs on. */
const HERTZ = 100;

/** Milliseconds that a process has been on a core so far, all its threads together. Linux only. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: state is field 3, utime and stime are 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / HERTZ;
}

/** Megabytes of a process that are its own and in memory: without what is mapped from files. Linux only. */
export function ownMegabytes(pid: number): number {
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}
