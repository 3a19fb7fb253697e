import type { MongoClient } from 'mongodb';
import type { Fields, Requirement } from './format.ts';

/** What tests make their running depend on. */
export interface ServerInfo {
  version: string;
  topology: 'single' | 'replicaset' | 'sharded';
  parameters: Fields;
}

export async function describeServer(client: MongoClient): Promise<ServerInfo> {
  const admin = client.db('admin');
  const { version } = (await admin.command({ buildInfo: 1 })) as unknown as { version: string };
  const hello = (await admin.command({ hello: 1 })) as unknown as { msg?: string; setName?: string };
  const parameters = await admin.command({ getParameter: '*' });
  const topology = hello.msg === 'isdbgrid' ? 'sharded' : hello.setName ? 'replicaset' : 'single';
  return { version, topology, parameters };
}

/** Whether one of the requirements holds; a list of none asks for nothing. */
export function isMet(requirements: readonly Requirement[] | undefined, server: ServerInfo): boolean {
  return !requirements || requirements.some((requirement) => holds(requirement, server));
}

function holds(requirement: Requirement, { version, topology, parameters }: ServerInfo): boolean {
  const {
    minServerVersion: least,
    maxServerVersion: most,
    topologies,
    serverless,
    auth,
    csfle,
  } = requirement;
  return (
    (least === undefined || compareVersions(version, least) >= 0) &&
    (most === undefined || compareVersions(version, most) <= 0) &&
    (!topologies || topologies.includes(topology)) &&
    serverless !== 'require' &&
    auth !== true &&
    !csfle &&
    Object.entries(requirement.serverParameters ?? {}).every(
      ([name, value]) => name in parameters && parameters[name] === value,
    )
  );
}

/** `4.4` as a greatest version stands for all 4.4.x, as the specification has it with 99 as the last number. */
function compareVersions(a: string, b: string): number {
  const numbers = (text: string) => text.replace(/-.*/, '').split('.').map(Number);
  const [x, y] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
