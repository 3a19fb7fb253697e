import { findProgram } from './find-program.ts';
import { installPackage } from './install-package.ts';

const PROMETHEUS = {
  title: 'Prometheus',
  name: 'prometheus',
  advice: (hasApt: boolean) =>
    `Prometheus is not here, so the tests of the alert rules and dashboards are skipped.${hasApt ? ' Install it:  sudo apt-get install prometheus' : ''}`,
};

/**
 * Sees that the tests find Prometheus on the PATH: as root on Debian or Ubuntu it is installed. Where that cannot be, they are skipped,
 * with a word to the caller.
 * @throws CliError when installing was tried and failed
 */
export async function findPrometheus(say: (line: string) => void): Promise<void> {
  if (findProgram('prometheus')) return;
  const hasApt = findProgram('apt-get') !== undefined;
  if (hasApt && process.getuid?.() === 0) await installPackage(PROMETHEUS, say);
  else say(PROMETHEUS.advice(hasApt));
}
