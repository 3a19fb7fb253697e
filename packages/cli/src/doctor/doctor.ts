import { look, report } from '../findings.ts';
import { stackPaths } from '../paths.ts';
import { checks } from './checks.ts';

/** Looks whether everything is there that a deployment needs. Throws ExitWith if something is not. */
export async function doctor(data: string | undefined, asJson: boolean): Promise<void> {
  const paths = stackPaths(data);
  const findings = [];
  for (const [name, check] of Object.entries(checks))
    findings.push(await look(name, () => check(name, paths)));
  report(findings, asJson);
}
