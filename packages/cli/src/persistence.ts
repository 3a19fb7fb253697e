import { setTimeout as sleep } from 'node:timers/promises';
import { LiveSettings, setEnvValue } from '@ted/platform';
import { writeFirstEnvFile } from './env-template.ts';
import { ExitCode, ExitWith, messageOf } from './errors.ts';
import { fetchWithin } from './fetch-within.ts';
import { stackPaths, type StackPaths } from './paths.ts';
import { readRunningStack } from './running-stack.ts';

/** Every service reads the switch once a second: after this long each one that runs has seen it. */
const APPLIED_WITHIN_MS = 6_000;
const ASK_EVERY_MS = 200;

/** What one part of the running stack applies; null where it does not answer. */
interface Applied {
  part: string;
  enabled: boolean | null;
}

/** Sets or shows the switch. Setting it ends with exit code 1 unless every running part has applied it. */
export async function persistence(
  dataOption: string | undefined,
  action: 'on' | 'off' | 'status',
  asJson: boolean,
): Promise<void> {
  const paths = stackPaths(dataOption);
  if (action !== 'status') {
    writeFirstEnvFile(paths.envFile);
    await setEnvValue(paths.envFile, 'PERSISTENCE_ENABLED', String(action === 'on'));
  }
  const wanted = new LiveSettings(paths.envFile).persistenceEnabled;
  const applied = action === 'status' ? await ask(paths) : await untilApplied(paths, wanted);
  report(paths, wanted, applied, asJson);
  if (applied?.some(({ enabled }) => enabled !== wanted)) throw new ExitWith(ExitCode.failed);
}

async function untilApplied(paths: StackPaths, wanted: boolean): Promise<Applied[] | undefined> {
  const deadline = Date.now() + APPLIED_WITHIN_MS;
  for (;;) {
    const applied = await ask(paths);
    if (!applied || applied.every(({ enabled }) => enabled === wanted) || Date.now() > deadline)
      return applied;
    await sleep(ASK_EVERY_MS);
  }
}

/** What each part of the running stack applies; undefined when no stack runs. */
async function ask(paths: StackPaths): Promise<Applied[] | undefined> {
  const stack = await readRunningStack(paths);
  if (!stack) return undefined;
  // Each service is asked itself, so that the answer does not depend on Redis or the gateway's view of the others.
  const services = stack.processes.filter(({ name }) =>
    /^(api-gateway|ingest|persistence-worker)/.test(name),
  );
  return Promise.all(services.map(({ name, url }) => askService(name, url)));
}

async function askService(part: string, url: string): Promise<Applied> {
  const path = part === 'api-gateway' ? '/api/status' : '/health';
  try {
    const body = await fetchWithin(
      1_000,
      new URL(path, url),
      {},
      (answer) => answer.json() as Promise<unknown>,
    );
    return { part, enabled: enabledIn(body) };
  } catch (error) {
    return { part: `${part} (${messageOf(error)})`, enabled: null };
  }
}

/** Where each service says which value it applies. */
function enabledIn(body: unknown): boolean | null {
  const answer = body as {
    persistence?: { enabled?: boolean };
    outbox?: { persistence_enabled?: boolean };
    persistence_enabled?: boolean;
  };
  return (
    answer.persistence?.enabled ?? answer.outbox?.persistence_enabled ?? answer.persistence_enabled ?? null
  );
}

function report(paths: StackPaths, wanted: boolean, applied: Applied[] | undefined, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify({ enabled: wanted, running: applied !== undefined, parts: applied ?? [] }));
    return;
  }
  console.log(`Persistence is ${wanted ? 'on' : 'off'} in ${paths.envFile}`);
  if (!applied) {
    console.log('No TED runs with this data; the value acts at the next start.');
    return;
  }
  for (const { part, enabled } of applied) {
    const word = enabled === null ? 'does not answer' : `applies ${enabled ? 'on' : 'off'}`;
    console.log(`${enabled === wanted ? '✓' : '✗'} ${part} ${word}`);
  }
}
