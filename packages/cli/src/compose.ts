import { findProgram } from './find-program.ts';
import { projectRoot } from './paths.ts';
import { runQuietly, type Result } from './run-quietly.ts';

/** Runs a command of compose in the project's folder to its end. */
export type Compose = (...args: string[]) => Promise<Result>;

/** How many containers of a service run here. None where no engine answers or nothing was deployed. */
export async function runningContainers(compose: Compose, service: string): Promise<number> {
  const { ok, output } = await compose('ps', '-q', service);
  return ok ? output.split('\n').filter((line) => /^[0-9a-f]{12,}$/.test(line)).length : 0;
}

/** Compose as it is installed here: `docker-compose`, else Docker's own `docker compose`. Undefined without either. */
export async function findCompose(): Promise<Compose | undefined> {
  const root = projectRoot();
  const standalone = findProgram('docker-compose');
  if (standalone) return (...args) => runQuietly(standalone, args, {}, root);
  const docker = findProgram('docker');
  if (!docker || !(await runQuietly(docker, ['compose', 'version'])).ok) return undefined;
  return (...args) => runQuietly(docker, ['compose', ...args], {}, root);
}
