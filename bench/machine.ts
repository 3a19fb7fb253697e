import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What figures were measured on. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gb: number;
  kernel: string;
  node: string;
  /** Processes that wanted a core, over the last minute: above 1 before the run, others were at work too. */
  load: number;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 1e8) / 10,
    kernel: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    load: Number(loadavg()[0]!.toFixed(2)),
  };
}

export const inWords = ({ cpu, cores, memory_gb, kernel, node, load }: Machine): string =>
  `${cpu}, ${cores} cores, ${memory_gb} GB, ${kernel}, Node.js ${node}, load ${load} before`;
