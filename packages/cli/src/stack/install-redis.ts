import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CliError } from '../errors.ts';
import { findProgram } from '../find-program.ts';
import { runQuietly } from '../run-quietly.ts';
import { SocketLock } from '../socket-lock.ts';

const POLICY = '/usr/sbin/policy-rc.d';
const POLICY_ASIDE = '/usr/sbin/policy-rc.d.before-ted';
const DENY_ALL = '#!/bin/sh\n# TED is installing a package whose service must not start.\nexit 101\n';
const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' };
/** Another package manager may be at work: wait for it instead of failing. */
const APT = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];

/**
 * Installs Debian's or Ubuntu's `redis-server` package, without leaving its own service running.
 * @returns the program's path
 * @throws CliError with what to type where that is not possible
 */
export async function installRedis(say: (line: string) => void): Promise<string> {
  const aptGet = findProgram('apt-get');
  if (!aptGet || process.getuid?.() !== 0) throw new CliError(howToInstall(aptGet !== undefined));
  const lock = await SocketLock.wait('install redis-server');
  try {
    const meanwhile = findProgram('redis-server');
    if (meanwhile) return meanwhile;
    say('Redis: not found, installing the package redis-server');
    await withoutServiceStart(async () => {
      const install = [...APT, 'install', '--no-install-recommends', 'redis-server'];
      const first = await runQuietly(aptGet, install, APT_ENV);
      if (first.ok) return;
      // A fresh machine has no package lists yet.
      say('Redis: the package was not found, updating the package lists');
      const update = await runQuietly(aptGet, [...APT, 'update'], APT_ENV);
      const second = await runQuietly(aptGet, install, APT_ENV);
      if (!second.ok) throw new CliError(failed(update.ok ? second.output : update.output));
    });
    const program = findProgram('redis-server');
    if (!program) throw new CliError(failed('the package has brought no redis-server'));
    // With systemd the package also wants its service at the next start of the machine: nobody asked for that.
    if (existsSync('/run/systemd/system')) await runQuietly('systemctl', ['disable', 'redis-server']);
    say(`Redis: installed (${program})`);
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

function howToInstall(hasApt: boolean): string {
  return [
    'Redis is not here: no REDIS_URL is set, and neither redis-server nor valkey-server is on the PATH. Either',
    hasApt
      ? '  install it:  sudo apt-get install redis-server   (and, if you do not want its service: sudo systemctl disable --now redis-server)'
      : "  install it with your system's package manager, for example:  brew install redis   or   dnf install valkey",
    '  or name one: REDIS_URL=redis://localhost:6379 ./ted up',
  ].join('\n');
}

function failed(output: string): string {
  return `redis-server could not be installed:\n${output}\nInstall it yourself (apt-get update && apt-get install redis-server), then run the same command again.`;
}
