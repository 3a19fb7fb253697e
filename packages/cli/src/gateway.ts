import { mergedEnvironment } from '@ted/platform';
import { CliError, messageOf } from './errors.ts';
import type { StackPaths } from './paths.ts';
import { readRunningStack } from './running-stack.ts';

const ANSWER_WITHIN_MS = 5_000;
/** Where docker-compose.yml publishes the gateway. */
const DEFAULT_PORT = '8000';

/** Where the gateway answers: what the caller says, TED_GATEWAY_URL, the running stack's, else the port that compose publishes. */
export async function gatewayUrl(paths: StackPaths, given?: string): Promise<string> {
  const named = given ?? process.env.TED_GATEWAY_URL;
  if (named !== undefined) return named;
  const stack = await readRunningStack(paths);
  if (stack) return stack.gateway_url;
  const { TED_PORT } = mergedEnvironment(paths.envFile, process.env);
  return `http://127.0.0.1:${TED_PORT || DEFAULT_PORT}`;
}

/** The JSON that the gateway answers on a path. Throws CliError if it does not. */
export async function askGateway<T>(url: string, path: string): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(new URL(path, url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error);
    throw new CliError(`no TED answers at ${url} (${cause || 'no connection'})`);
  }
  if (!answer.ok) throw new CliError(`${path} answers HTTP ${answer.status}`);
  return (await answer.json()) as T;
}

export interface Component {
  status: 'ok' | 'degraded' | 'down';
  why: string | null;
}

/** What commands read of `/api/status`. */
export interface GatewayStatus {
  system: { status: string };
  feed: string;
  persistence: {
    enabled: boolean;
    records_saved: number;
    last_save: string | null;
    outbox: { persistence_enabled: boolean; pending: number } | null;
    workers: { id: string; alive: boolean; persistence_enabled: boolean }[];
  };
  /** By part; `degraded` holds the names of those that are not ok. */
  components: { degraded: string[]; [part: string]: Component | string[] };
}

export const readStatus = (url: string): Promise<GatewayStatus> =>
  askGateway<GatewayStatus>(url, '/api/status');

/** The parts that a status speaks of, by name. */
export function partsOf({ components }: GatewayStatus): [string, Component][] {
  return Object.entries(components).flatMap(([name, part]) => (Array.isArray(part) ? [] : [[name, part]]));
}
