import { execFileSync } from 'node:child_process';
import { findCompose, runningContainers, type Compose } from '../compose.ts';
import { CliError } from '../errors.ts';
import { found, type Finding } from '../findings.ts';
import { projectRoot } from '../paths.ts';
import { runQuietly } from '../run-quietly.ts';

const git = (...args: string[]): string =>
  execFileSync('git', ['-C', projectRoot(), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

/** Throws CliError unless the commit is known and no tracked file is changed: a checkout would mix the two. */
export function demandCleanTree(commit: string): void {
  try {
    git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`);
  } catch {
    throw new CliError(`there is no commit ${commit} here`);
  }
  const changed = git('status', '--porcelain', '--untracked-files=no');
  if (changed !== '') throw new CliError(`files are changed; commit or put them aside first:\n${changed}`);
}

/** Checks the commit out and rebuilds: the images of a compose deployment that runs here, and starts them; else the bundles. */
export async function goBackTo(commit: string): Promise<Finding[]> {
  const compose = await findCompose();
  const workers = compose ? await runningContainers(compose, 'persistence-worker') : 0;
  const deployed = compose && (await runningContainers(compose, 'backend')) > 0;
  git('checkout', '--quiet', '--detach', commit);
  const code = found('Code', true, git('log', '-1', '--format=%h %s'));
  return [code, ...(deployed ? await rebuildImages(compose, workers) : [await rebuildBundles()])];
}

/** `./ted` installs and builds what its own sources say. */
async function rebuildBundles(): Promise<Finding> {
  const root = projectRoot();
  const { ok, output } = await runQuietly(`${root}/ted`, ['--version'], {}, root);
  return found('Rebuilt', ok, ok ? 'the bundles; stop TED and start it again: ./ted up' : output);
}

/** As many workers as before: `up` by itself would go back to one. */
async function rebuildImages(compose: Compose, workers: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const args of [
    ['build', 'backend', 'ingest', 'persistence-worker', 'cli'],
    ['up', '-d', '--scale', `persistence-worker=${workers}`, 'backend'],
  ]) {
    const { ok, output } = await compose(...args);
    findings.push(found(`docker-compose ${args.join(' ')}`, ok, ok ? 'done' : output));
    if (!ok) break;
  }
  return findings;
}
