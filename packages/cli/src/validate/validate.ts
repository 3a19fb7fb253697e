import { report } from '../findings.ts';
import { findGateway } from '../gateway.ts';
import { stackPaths } from '../paths.ts';
import { criteria } from './criteria.ts';
import { gatherFacts } from './facts.ts';

/**
 * Judges a deployment by the guide's success criteria over the last hours.
 * @throws ExitWith 1 if one is not met, 3 if one cannot be judged yet
 */
export async function validateDeployment(options: {
  data?: string;
  url?: string;
  hours: number;
  json?: true;
}): Promise<void> {
  const paths = stackPaths(options.data);
  const facts = await gatherFacts(paths, await findGateway(paths, options.url), options.hours);
  report(
    criteria.map((judge) => judge(facts)),
    options.json ?? false,
  );
}
