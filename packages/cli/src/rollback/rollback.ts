import { setTimeout as sleep } from 'node:timers/promises';
import { setEnvValue } from '@ted/platform';
import { findCompose, runningContainers } from '../compose.ts';
import { CliError, messageOf } from '../errors.ts';
import { found, report, type Finding } from '../findings.ts';
import { findGateway, readStatus, type GatewayAddress, type GatewayStatus } from '../gateway.ts';
import { stackPaths, type StackPaths } from '../paths.ts';
import { readRunningStack } from '../running-stack.ts';
import { demandCleanTree, goBackTo } from './code.ts';

export interface RollbackOptions {
  data?: string;
  url?: string;
  to?: string;
  /** Seconds for all to confirm. */
  wait: number;
  json?: true;
}

const ASK_EVERY_MS = 250;
/** So long nothing may be stored before it counts as still. */
const STILL_FOR_MS = 3_000;

/**
 * The guide's rollback: switches persistence off, waits until every replica has confirmed it and nothing is stored any more, and shows
 * that. With `to`, then goes back to that commit and rebuilds. Throws ExitWith 1 if somebody does not confirm: the code stays as it is
 * then.
 */
export async function rollback(options: RollbackOptions): Promise<void> {
  const paths = stackPaths(options.data);
  const asJson = options.json ?? false;
  if (options.to !== undefined) demandCleanTree(options.to);
  await setEnvValue(paths.envFile, 'PERSISTENCE_ENABLED', 'false');
  const findings = [found('.env', true, `PERSISTENCE_ENABLED=false in ${paths.envFile}`)];
  const gateway = await findGateway(paths, options.url);
  findings.push(
    ...(await confirmations(gateway, options.wait * 1000, () => expectsAnswer(paths, options.url))),
  );
  if (options.to !== undefined && findings.every(({ state }) => state === 'pass'))
    findings.push(...(await goBackTo(options.to)));
  report(findings, asJson);
}

/**
 * Waits for all to confirm; what they said last when they do not. Where no TED runs there is nobody to wait for; where one should run, no
 * answer is no confirmation.
 */
async function confirmations(
  gateway: GatewayAddress,
  withinMs: number,
  shouldRun: () => Promise<boolean>,
): Promise<Finding[]> {
  const deadline = Date.now() + withinMs;
  let last: Finding[];
  do {
    const status = await statusOf(gateway);
    if (!(status instanceof CliError)) {
      last = appliedBy(status);
      if (last.every(({ state }) => state === 'pass')) return [...last, await stillness(gateway)];
    } else if (await shouldRun()) last = [found('Running TED', false, status.message)];
    else return [found('Running TED', true, `${status.message}: the switch acts at its start`)];
    await sleep(ASK_EVERY_MS);
  } while (Date.now() < deadline);
  return last;
}

/** Whether a TED should answer: somebody says where, or one was started here, as processes or as containers. */
async function expectsAnswer(paths: StackPaths, url: string | undefined): Promise<boolean> {
  if (url !== undefined || process.env.TED_GATEWAY_URL !== undefined) return true;
  if (await readRunningStack(paths)) return true;
  const compose = await findCompose();
  return compose !== undefined && (await runningContainers(compose, 'persistence-worker')) > 0;
}

/** What each replica says that it applies. Pure. */
export function appliedBy({ persistence }: GatewayStatus): Finding[] {
  const { enabled, outbox, workers } = persistence;
  const says = (off: boolean): string => (off ? 'applies off' : 'still applies on');
  return [
    found('api-gateway', !enabled, says(!enabled)),
    outbox
      ? found('ingest', !outbox.persistence_enabled, says(!outbox.persistence_enabled))
      : found('ingest', false, 'is not heard by the gateway'),
    ...workers.map(({ id, alive, persistence_enabled }) =>
      found(
        `persistence-worker ${id}`,
        alive && !persistence_enabled,
        alive ? says(!persistence_enabled) : 'has fallen silent',
      ),
    ),
  ];
}

async function stillness(gateway: GatewayAddress): Promise<Finding> {
  const before = await readStatus(gateway);
  await sleep(STILL_FOR_MS);
  const after = await readStatus(gateway);
  const { records_saved, last_save } = after.persistence;
  const still = before.persistence.records_saved === records_saved;
  const says = `${records_saved} records, the last at ${last_save ?? 'no time'}`;
  return found(
    'MongoDB',
    still,
    still ? `nothing stored in ${STILL_FOR_MS / 1000} s: ${says}` : `still being stored: ${says}`,
  );
}

async function statusOf(gateway: GatewayAddress): Promise<GatewayStatus | CliError> {
  try {
    return await readStatus(gateway);
  } catch (error) {
    return error instanceof CliError ? error : new CliError(messageOf(error));
  }
}
