import { CliError, messageOf } from './errors.ts';
import { fetchWithin } from './fetch-within.ts';
import { stackPaths } from './paths.ts';
import { requireRunningStack, type RunningStack } from './running-stack.ts';
import { localhost } from './stack/localhost.ts';
import { table } from './table.ts';

const ANSWER_WITHIN_MS = 5_000;

/** Prints what the running stack says of itself: a table, or `/api/status` as it is. Throws CliError when none runs. */
export async function showStatus(dataOption: string | undefined, asJson: boolean): Promise<void> {
  const stack = await requireRunningStack(stackPaths(dataOption));
  const status = await fetchStatus(stack.gateway_url);
  console.log(asJson ? JSON.stringify(status, undefined, 2) : statusTable(stack, status));
}

async function fetchStatus(gatewayUrl: string): Promise<unknown> {
  try {
    return await fetchWithin(ANSWER_WITHIN_MS, new URL('/api/status', gatewayUrl), {}, (answer) => {
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      return answer.json();
    });
  } catch (error) {
    throw new CliError(
      `the gateway at ${gatewayUrl} does not answer: ${messageOf(error)}; see logs/backend.log`,
    );
  }
}

/** The short form for people. `status` is the answer of `/api/status`; what it lacks is shown as "–". */
export function statusTable(stack: RunningStack, status: unknown): string {
  const show = (path: string): string => {
    let value = status;
    for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key];
    return ['string', 'number', 'boolean'].includes(typeof value)
      ? `${value as string | number | boolean}`
      : '–';
  };
  const facts = [
    ['status', show('system.status')],
    ['page', localhost(stack.gateway_url)],
    ['feed', `${stack.feed}, ${show('connections.rugs_backend') === 'true' ? 'connected' : 'not connected'}`],
    ['up for', `${show('system.uptime_seconds')} s (pid ${stack.pid})`],
    ['web clients', show('connections.frontend_clients')],
    ['game updates', show('statistics.total_game_updates')],
    ['games', show('statistics.games_analyzed')],
    ['game now', `${show('current_game.gameId')} at tick ${show('current_game.currentTick')}`],
    ['stored', `${show('persistence.records_saved')} records, ${show('persistence.errors')} errors`],
    ['waiting', `${show('persistence.outbox.pending')} records on disk`],
    [
      'given up',
      `${show('persistence.outbox.dropped.tick_sample')} tick samples, ` +
        `${show('persistence.outbox.dropped.prediction')} predictions`,
    ],
  ];
  const processes = stack.processes.map(({ name, pid, url }) => [name, `pid ${pid}`, url]);
  return `${table(facts)}\n\n${table(processes)}`;
}
