import { execFileSync } from 'node:child_process';
import { CliError } from '../errors.ts';
import { found, type Finding } from '../findings.ts';
import { findProgram } from '../find-program.ts';
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
  git('checkout', '--quiet', '--detach', commit);
  const findings = [found('Code', true, git('log', '-1', '--format=%h %s'))];
  const root = projectRoot();
  const compose = findProgram('docker-compose');
  const runs = compose ? await runQuietly(compose, ['ps', '-q', 'backend'], {}, root) : undefined;
  if (!compose || !runs?.ok || runs.output === '') {
    // `./ted` installs and builds what its own sources say.
    const built = await runQuietly(`${root}/ted`, ['--version'], {}, root);
    const says = built.ok ? 'the bundles; stop TED and start it again: ./ted up' : built.output;
    return [...findings, found('Rebuilt', built.ok, says)];
  }
  for (const args of [
    ['build', 'backend', 'ingest', 'persistence-worker', 'cli'],
    ['up', '-d', 'backend'],
  ]) {
    const { ok, output } = await runQuietly(compose, args, {}, root);
    findings.push(found(`docker-compose ${args.join(' ')}`, ok, ok ? 'done' : output));
    if (!ok) break;
  }
  return findings;
}
