import { accessSync, constants, existsSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { fetchWithin } from '../fetch-within.ts';
import { found } from '../findings.ts';
import { findProgram } from '../find-program.ts';
import { findGateway, partsOf, readStatus } from '../gateway.ts';
import { readRunningStack } from '../running-stack.ts';
import type { Check } from './check.ts';

/** What the guide looks with (curl, grep, the log), and whether the running TED answers. */
export const monitoring: Check = async (name, paths) => {
  const missing = ['curl', 'grep'].filter((program) => !findProgram(program));
  if (missing.length > 0) return found(name, false, `not on the PATH: ${missing.join(', ')}`);
  if (existsSync(paths.logsDir)) accessSync(paths.logsDir, constants.R_OK | constants.W_OK);
  const gateway = await findGateway(paths);
  try {
    const parts = partsOf(await readStatus(gateway));
    const status = await fetchWithin(5000, new URL('/metrics', gateway.url), {}, async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    });
    // 403: there, and guarded by a token.
    if (![200, 403].includes(status)) return found(name, false, `/metrics answers HTTP ${status}`);
    return found(name, true, `${gateway.url} answers for ${parts.length} parts, and /metrics`);
  } catch (error) {
    const runs = process.env.TED_GATEWAY_URL !== undefined || (await readRunningStack(paths)) !== undefined;
    if (runs) return found(name, false, messageOf(error));
    return found(name, true, 'curl and grep are there; no TED runs yet');
  }
};
