import type { Finding } from '../findings.ts';
import type { StackPaths } from '../paths.ts';

/** Looks at one thing of the stack with these paths. What it throws counts as its failure. */
export type Check = (name: string, paths: StackPaths) => Promise<Finding>;
