import { mergedEnvironment } from '@ted/platform';
import { CliError, messageOf } from './errors.ts';
import { fetchWithin } from './fetch-within.ts';
import type { StackPaths } from './paths.ts';
import { readRunningStack } from './running-stack.ts';

const ANSWER_WITHIN_MS = 5_000;
/** Where docker-compose.yml publishes the gateway. */
const DEFAULT_PORT = '8000';

/** A gateway, and what opens it where it is not open to all. */
export interface GatewayAddress {
  url: string;
  apiToken: string | undefined;
}

/** Where the gateway answers: what the caller says, TED_GATEWAY_URL, the running stack's, else the port that compose publishes. */
export async function findGateway(paths: StackPaths, given?: string): Promise<GatewayAddress> {
  const { TED_PORT, API_TOKEN } = mergedEnvironment(paths.envFile, process.env);
  const url =
    given ??
    process.env.TED_GATEWAY_URL ??
    (await readRunningStack(paths))?.gateway_url ??
    `http://127.0.0.1:${TED_PORT || DEFAULT_PORT}`;
  return { url, apiToken: API_TOKEN || undefined };
}

/** The JSON that the gateway answers on a path. Throws CliError if it does not. */
export async function askGateway<T>({ url, apiToken }: GatewayAddress, path: string): Promise<T> {
  const headers: Record<string, string> =
    apiToken === undefined ? {} : { authorization: `Bearer ${apiToken}` };
  let answer: { status: number; text: string };
  try {
    answer = await fetchWithin(ANSWER_WITHIN_MS, new URL(path, url), headers, async (response) => ({
      status: response.status,
      text: await response.text(),
    }));
  } catch (error) {
    const cause = error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error);
    throw new CliError(`no TED answers at ${url} (${cause || 'no connection'})`);
  }
  if (answer.status !== 200) throw new CliError(`${path} answers HTTP ${answer.status}`);
  return JSON.parse(answer.text) as T;
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

export const readStatus = (gateway: GatewayAddress): Promise<GatewayStatus> =>
  askGateway<GatewayStatus>(gateway, '/api/status');

/** The parts that a status speaks of, by name. */
export function partsOf({ components }: GatewayStatus): [string, Component][] {
  return Object.entries(components).flatMap(([name, part]) => (Array.isArray(part) ? [] : [[name, part]]));
}
