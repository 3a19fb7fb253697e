import { ExitCode, ExitWith } from './errors.ts';

/** What was found about one thing that was looked at. `unknown`: it could not be judged, which is no pass. */
export interface Finding {
  name: string;
  state: 'pass' | 'fail' | 'unknown';
  /** What was seen, with its figures; for what did not pass, also what to do. */
  says: string;
}

/** A finding from whether something holds. */
export const found = (name: string, holds: boolean, says: string): Finding => ({
  name,
  state: holds ? 'pass' : 'fail',
  says,
});

const MARK = { pass: '✓', fail: '✗', unknown: '–' } as const;
/** Nothing failed, and not everything could be judged. */
const EXIT_UNKNOWN = 3;

/**
 * Prints findings, a line each, or as JSON.
 * @throws ExitWith 1 if one failed, 3 if none failed and one could not be judged
 */
export function report(findings: readonly Finding[], asJson: boolean): void {
  const failed = findings.filter(({ state }) => state === 'fail').length;
  const unknown = findings.filter(({ state }) => state === 'unknown').length;
  if (asJson) {
    const outcome = failed > 0 ? 'fail' : unknown > 0 ? 'unknown' : 'pass';
    console.log(JSON.stringify({ outcome, findings }, undefined, 2));
  } else {
    for (const { state, name, says } of findings) console.log(`${MARK[state]} ${name}: ${says}`);
    const passed = findings.length - failed - unknown;
    const counts = [`${passed} passed`, `${failed} failed`, `${unknown} not known`];
    console.log(`\n${counts.join(', ')}`);
  }
  if (failed > 0) throw new ExitWith(ExitCode.failed);
  if (unknown > 0) throw new ExitWith(EXIT_UNKNOWN);
}

/** Runs a check that looks at something outside; what it throws is its failure. */
export async function look(name: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return found(name, false, error instanceof Error ? error.message : String(error));
  }
}
