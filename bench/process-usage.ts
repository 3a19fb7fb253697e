import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of the kernel a second: 100 on every Linux that Node.js runs on. */
const HERTZ = 100;

/** Seconds that a process has been on a core so far, with all its threads. NaN where the system does not say. */
export function processorSeconds(pid: number): number {
  return orNaN(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may hold anything: state is field 3, utime and stime are 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / HERTZ;
  });
}

/** The same to the nanosecond, without the threads that have ended. Throws where the system does not say. */
export function preciseProcessorSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, spent) => sum + spent, 0) / 1e9;
}

/** The same of this process's main thread alone. Where the system does not say: the time that has passed. */
export function mainThreadSeconds(): number {
  const file = `/proc/self/task/${process.pid}/schedstat`;
  if (!existsSync(file)) return performance.now() / 1e3;
  return Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e9;
}

/** Megabytes of a process that no file stands behind. NaN where the system does not say. */
export function anonymousMegabytes(pid: number): number {
  return orNaN(() => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Anonymous: +(\d+) kB/m.exec(rollup)![1]) / 1024;
  });
}

/** Megabytes of a process that are its own and in memory: without what is mapped from files. Linux only. */
export function ownMegabytes(pid: number): number {
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}

function orNaN(read: () => number): number {
  try {
    return read();
  } catch {
    return NaN;
  }
}
