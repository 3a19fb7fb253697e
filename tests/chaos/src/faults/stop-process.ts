import type { Chaos, Inject, Injected } from '../chaos.ts';
import { pause, untilCaughtUp } from '../wait.ts';
import { isWorker, oneOf, signal } from './processes.ts';

/** SIGSTOP, and SIGCONT after the duration. A process that is killed meanwhile has ended. */
async function stop(
  chaos: Chaos,
  pid: number | undefined,
  durationMs: number,
  note: string,
): Promise<Injected> {
  const from = Date.now();
  signal(pid, 'SIGSTOP');
  try {
    await pause(chaos, durationMs);
  } finally {
    signal(pid, 'SIGCONT');
  }
  return { from, to: Date.now(), note };
}

const stopOne =
  (isWanted: (name: string) => boolean): Inject =>
  async (chaos, durationMs) => {
    const { name, pid } = await oneOf(chaos, isWanted);
    return stop(chaos, pid, durationMs, name);
  };

export const stopWorker = stopOne(isWorker);
export const stopGateway = stopOne((name) => name === 'api-gateway');
export const stopRedis: Inject = (chaos, durationMs) => stop(chaos, chaos.redis.pid, durationMs, 'redis');
export const stopMongo: Inject = (chaos, durationMs) => stop(chaos, chaos.mongo.pid, durationMs, 'mongodb');

export const stopIngest: Inject = async (chaos, durationMs) => {
  await untilCaughtUp(chaos);
  const injected = await stopOne((name) => name === 'ingest')(chaos, durationMs);
  await untilCaughtUp(chaos);
  return injected;
};
