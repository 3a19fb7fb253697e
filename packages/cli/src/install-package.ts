import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CliError } from './errors.ts';
import { findProgram } from './find-program.ts';
import { runQuietly } from './run-quietly.ts';
import { SocketLock } from './socket-lock.ts';

const POLICY = '/usr/sbin/policy-rc.d';
const POLICY_ASIDE = '/usr/sbin/policy-rc.d.before-ted';
const DENY_ALL = '#!/bin/sh\n# TED is installing a package whose service must not start.\nexit 101\n';
const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' };
/** Another package manager may be at work: wait for it instead of failing. */
const APT = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];

export interface SystemPackage {
  /** What it is for: "Redis". */
  title: string;
  /** Debian's name of the package, and the program that it brings. */
  name: string;
  /** What to do where it can neither be found nor installed; `hasApt`: on Debian or Ubuntu, but not as root. */
  advice: (hasApt: boolean) => string;
}

/**
 * Installs a package of Debian or Ubuntu, without leaving a service of it running.
 * @returns the program's path
 * @throws CliError with what to type where that is not possible
 */
export async function installPackage(
  { title, name, advice }: SystemPackage,
  say: (line: string) => void,
): Promise<string> {
  const aptGet = findProgram('apt-get');
  if (!aptGet || process.getuid?.() !== 0) throw new CliError(advice(aptGet !== undefined));
  const lock = await SocketLock.wait(`install ${name}`);
  try {
    const meanwhile = findProgram(name);
    if (meanwhile) return meanwhile;
    say(`${title}: not found, installing the package ${name}`);
    await withoutServiceStart(async () => {
      const install = [...APT, 'install', '--no-install-recommends', name];
      const first = await runQuietly(aptGet, install, APT_ENV);
      if (first.ok) return;
      // A fresh machine has no package lists yet.
      say(`${title}: the package was not found, updating the package lists`);
      const update = await runQuietly(aptGet, [...APT, 'update'], APT_ENV);
      const second = await runQuietly(aptGet, install, APT_ENV);
      if (!second.ok) throw new CliError(failed(name, update.ok ? second.output : update.output));
    });
    const program = findProgram(name);
    if (!program) throw new CliError(failed(name, `the package has brought no ${name}`));
    // With systemd a service's package also wants its start with the machine: nobody asked for that.
    if (existsSync('/run/systemd/system')) await runQuietly('systemctl', ['disable', name]);
    say(`${title}: installed (${program})`);
    return program;
  } finally {
    lock.release();
  }
}

/** Runs `work` while Debian's policy denies the start of services, then puts the machine's own policy back. */
async function withoutServiceStart(work: () => Promise<void>): Promise<void> {
  // What a killed TED has left here is not the machine's own.
  const isOurs = existsSync(POLICY) && readFileSync(POLICY, 'utf8') === DENY_ALL;
  if (existsSync(POLICY) && !isOurs) renameSync(POLICY, POLICY_ASIDE);
  writeFileSync(POLICY, DENY_ALL);
  chmodSync(POLICY, 0o755);
  // Also when TED is stopped meanwhile.
  const restore = (): void => {
    rmSync(POLICY, { force: true });
    if (existsSync(POLICY_ASIDE)) renameSync(POLICY_ASIDE, POLICY);
  };
  process.once('exit', restore);
  try {
    await work();
  } finally {
    process.off('exit', restore);
    restore();
  }
}

function failed(name: string, output: string): string {
  return `${name} could not be installed:\n${output}\nInstall it yourself (apt-get update && apt-get install ${name}), then run the same command again.`;
}
