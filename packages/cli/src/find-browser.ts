import { findProgram } from './find-program.ts';
import { installPackage } from './install-package.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const CHROMIUM = {
  title: 'Chromium',
  name: 'chromium',
  advice: (hasApt: boolean) =>
    `Chromium is not here, so the tests of the page are skipped. ${hasApt ? 'Install it:  sudo apt-get install chromium' : 'Install it'}, or name one: TED_TEST_BROWSER=/path ./ted test`,
};

/**
 * The browser that the tests of the page drive: TED_TEST_BROWSER, else one on the PATH, else as root on Debian or Ubuntu
 * it is installed. Undefined, with a word to the caller, where it can neither be found nor installed.
 * @throws CliError when installing was tried and failed: tests must not be skipped unseen where they could run
 */
export async function findBrowser(
  environment: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<string | undefined> {
  const found = environment.TED_TEST_BROWSER || findProgram(...PROGRAMS);
  if (found) return found;
  const hasApt = findProgram('apt-get') !== undefined;
  if (hasApt && process.getuid?.() === 0) return installPackage(CHROMIUM, say);
  say(CHROMIUM.advice(hasApt));
  return undefined;
}
