import { findProgram } from '../find-program.ts';

/**
 * The command line that runs `program` so that it is asked to end when TED dies without a word (SIGKILL): other people's
 * programs have no IPC channel whose end would tell them. Without `setpriv` (not Linux) it runs as it is.
 */
export function endsWithParent(program: string, args: string[]): { command: string; args: string[] } {
  const setpriv = findProgram('setpriv');
  if (!setpriv) return { command: program, args };
  return { command: setpriv, args: ['--pdeathsig', 'TERM', program, ...args] };
}
